import type { AvailableIn, NumberSpec, NumberSpecs } from "./number-spec.ts";

/** Whether samples are points (vectors) or images (height, width, channels); defaults depend on it. */
export type Domain = "points" | "images";

export interface DataKind {
  readonly title: string;
  readonly description: string;
  readonly domain: Domain;
  /** Where samples come from: drawn from a distribution that is known, the pictures that are shipped, files of one's own. */
  readonly from: "drawn" | "shipped" | "files";
  /** Of a sample, where every experiment of the kind has the same. */
  readonly shape?: readonly number[];
  /** How many modes there are, where the kind alone says it; a number of the kind called `modes` says it otherwise. */
  readonly modes?: number;
  /** Whether this version builds it. */
  readonly available: boolean;
  /** The kind's numbers; keys of other types stand in the schema. */
  readonly numbers: NumberSpecs;
}

const modes = {
  title: "Modes",
  description: "How many Gaussians there are.",
  default: 8,
  minimum: 1,
  maximum: 1000,
  integer: true,
} as const satisfies NumberSpec;

const modesAround = {
  ...modes,
  description: "How many Gaussians stand on the circle, at equal angles, the first on the positive x axis.",
} as const satisfies NumberSpec;

const spacing = {
  title: "Spacing",
  description: "Distance between neighbouring modes.",
  default: 2,
  minimum: 0,
  maximum: 1000,
} as const satisfies NumberSpec;

const radius = {
  title: "Radius",
  description: "Distance of every mode's centre from the origin.",
  default: 2,
  minimum: 0,
  maximum: 1000,
} as const satisfies NumberSpec;

const std = (value: number, of: string) =>
  ({
    title: "Standard deviation",
    description: `Standard deviation of ${of}, the same in every direction.`,
    default: value,
    minimum: 1e-6,
    maximum: 1000,
  }) as const satisfies NumberSpec;

/** Points in the plane, drawn from a distribution that is known. */
const toy = <const N extends NumberSpecs>(title: string, description: string, numbers: N) =>
  ({ title, description, domain: "points", from: "drawn", shape: [2], available: true, numbers }) as const;

/** Every kind of data of the language, with its numbers. */
export const dataKinds = {
  ring: toy(
    "Ring of Gaussians",
    "Equal Gaussians on a circle in the plane: the field's standard picture of mode dropping.",
    { modes: modesAround, radius, std: std(0.02, "each mode") },
  ),
  grid: toy(
    "Grid of Gaussians",
    "Equal Gaussians on a square grid centred on the origin; side 5 is the usual grid of 25.",
    {
      side: {
        title: "Side",
        description: "Modes along each side; there are side x side modes.",
        default: 5,
        minimum: 1,
        maximum: 100,
        integer: true,
      },
      spacing,
      std: std(0.05, "each mode"),
    },
  ),
  spiral: toy(
    "Two spirals",
    "Two interleaved arms in the plane, one turned by half a turn against the other, with Gaussian noise. No modes: it tests a curved, connected support.",
    {
      turns: {
        title: "Turns",
        description: "How many turns each arm makes on its way from the centre to the radius.",
        default: 1.5,
        minimum: 0.1,
        maximum: 20,
      },
      radius: { ...radius, description: "Distance of the arms' outer ends from the origin." },
      std: std(0.05, "the noise around the arms"),
    },
  ),
  moons: toy(
    "Two moons",
    "Two interleaved half circles of radius 1 in the plane, with Gaussian noise: two connected, curved parts.",
    { std: std(0.05, "the noise around the half circles") },
  ),
  "imbalanced-ring": toy(
    "Ring of unequal Gaussians",
    "The ring, with modes of unequal weight: they fall geometrically along the circle, from the most to the least frequent. Rare modes are the first to be dropped.",
    {
      modes: modesAround,
      radius,
      std: std(0.02, "each mode"),
      imbalance: {
        title: "Imbalance",
        description: "How many times as frequent the first mode is as the last; 1 makes all equal.",
        default: 10,
        minimum: 1,
        maximum: 10000,
      },
    },
  ),
  gaussians: {
    title: "Gaussians in many dimensions",
    description:
      "Equal Gaussians whose centres are fixed directions on a sphere, the same for every seed: mode dropping where no picture shows it.",
    domain: "points",
    from: "drawn",
    available: true,
    numbers: {
      dims: {
        title: "Dimensions",
        description: "Dimensions of a sample.",
        default: 32,
        minimum: 1,
        maximum: 1024,
        integer: true,
      },
      modes: { ...modes, default: 16 },
      radius,
      std: std(0.05, "each mode"),
    },
  },
  digits: {
    title: "Handwritten digits",
    description: "28x28x1 handwritten digits, shipped with the product.",
    domain: "images",
    from: "shipped",
    shape: [28, 28, 1],
    modes: 10,
    available: true,
    numbers: {},
  },
  "stacked-digits": {
    title: "Stacked digits",
    description: "Three handwritten digits as the colour channels of one image: 1,000 modes.",
    domain: "images",
    from: "shipped",
    shape: [28, 28, 3],
    modes: 1000,
    available: true,
    numbers: {},
  },
  idx: {
    title: "IDX file",
    description: "Images in the MNIST family's IDX format, plain or gzipped.",
    domain: "images",
    from: "files",
    available: true,
    numbers: {},
  },
  cifar10: {
    title: "CIFAR-10",
    description: "CIFAR-10 in its binary version.",
    domain: "images",
    from: "files",
    shape: [32, 32, 3],
    available: true,
    numbers: {},
  },
  images: {
    title: "Folder of images",
    description:
      "PNG, JPEG and WebP files of any colour type; unreadable files are left out and named in a notice.",
    domain: "images",
    from: "files",
    available: true,
    numbers: {},
  },
  npy: {
    title: "NPY file",
    description:
      "Points of your own from a NumPy (.npy, .npz) or safetensors file: an array [n, dims] of any real or integer type.",
    domain: "points",
    from: "files",
    available: true,
    numbers: {},
  },
  "npy-images": {
    title: "NPY file of images",
    description:
      "Pictures of your own from a NumPy (.npy, .npz) or safetensors file: of 8 bits, or numbers from 0 to 1, -1 to 1 or 0 to 255.",
    domain: "images",
    from: "files",
    available: true,
    numbers: {},
  },
  csv: {
    title: "CSV file",
    description: "Points of your own from a table: a row a point, a column a dimension.",
    domain: "points",
    from: "files",
    available: true,
    numbers: {},
  },
  parquet: {
    title: "Parquet file",
    description:
      "Points of your own from a table in the Parquet format, as pandas, Polars and DuckDB write it: a row a point, a column of numbers a dimension.",
    domain: "points",
    from: "files",
    available: true,
    numbers: {},
  },
} as const satisfies Readonly<Record<string, DataKind>>;

export type DataKindName = keyof typeof dataKinds;
export type AvailableDataKind = AvailableIn<typeof dataKinds>;

/** The kinds that are read from files of one's own. */
export type FileKindName = {
  [K in DataKindName]: (typeof dataKinds)[K]["from"] extends "files" ? K : never;
}[DataKindName];
