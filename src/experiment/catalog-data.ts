import type { AvailableIn, NumberSpec, NumberSpecs } from "./number-spec.ts";

/** Whether samples are points (vectors) or images (height, width, channels); defaults depend on it. */
export type Domain = "points" | "images";

interface DataKind {
  readonly title: string;
  readonly description: string;
  readonly domain: Domain;
  /** Whether this version builds it. */
  readonly available: boolean;
  /** The kind's numbers; keys of other types stand in the schema. */
  readonly numbers: NumberSpecs;
}

const modes = {
  title: "Modes",
  description: "How many Gaussians stand on the circle, at equal angles, the first on the positive x axis.",
  default: 8,
  minimum: 1,
  maximum: 1000,
  integer: true,
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

/** Every kind of data of the language, with its numbers. */
export const dataKinds = {
  ring: {
    title: "Ring of Gaussians",
    description: "Equal Gaussians on a circle in the plane: the field's standard picture of mode dropping.",
    domain: "points",
    available: true,
    numbers: { modes, radius, std: std(0.02, "each mode") },
  },
  grid: {
    title: "Grid of Gaussians",
    description: "Equal Gaussians on a square grid centred on the origin; side 5 is the usual grid of 25.",
    domain: "points",
    available: true,
    numbers: {
      side: {
        title: "Side",
        description: "Modes along each side; there are side x side modes.",
        default: 5,
        minimum: 1,
        maximum: 100,
        integer: true,
      },
      spacing: {
        title: "Spacing",
        description: "Distance between neighbouring modes.",
        default: 2,
        minimum: 0,
        maximum: 1000,
      },
      std: std(0.05, "each mode"),
    },
  },
  spiral: {
    title: "Two spirals",
    description:
      "Two interleaved arms in the plane, one turned by half a turn against the other, with Gaussian noise. No modes: it tests a curved, connected support.",
    domain: "points",
    available: true,
    numbers: {
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
  },
  moons: {
    title: "Two moons",
    description:
      "Two interleaved half circles of radius 1 in the plane, with Gaussian noise: two connected, curved parts.",
    domain: "points",
    available: true,
    numbers: { std: std(0.05, "the noise around the half circles") },
  },
  "imbalanced-ring": {
    title: "Ring of unequal Gaussians",
    description:
      "The ring, with modes of unequal weight: they fall geometrically along the circle, from the most to the least frequent. Rare modes are the first to be dropped.",
    domain: "points",
    available: true,
    numbers: {
      modes,
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
  },
  gaussians: {
    title: "Gaussians in many dimensions",
    description:
      "Equal Gaussians whose centres are fixed directions on a sphere, the same for every seed: mode dropping where no picture shows it.",
    domain: "points",
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
      modes: { ...modes, description: "How many Gaussians there are.", default: 16 },
      radius,
      std: std(0.05, "each mode"),
    },
  },
  digits: {
    title: "Handwritten digits",
    description: "28x28x1 handwritten digits, shipped with the product.",
    domain: "images",
    available: true,
    numbers: {},
  },
  "stacked-digits": {
    title: "Stacked digits",
    description: "Three handwritten digits as the colour channels of one image: 1,000 modes.",
    domain: "images",
    available: true,
    numbers: {},
  },
  idx: {
    title: "IDX file",
    description: "Images in the MNIST family's IDX format, plain or gzipped.",
    domain: "images",
    available: true,
    numbers: {},
  },
  cifar10: {
    title: "CIFAR-10",
    description: "CIFAR-10 in its binary version.",
    domain: "images",
    available: true,
    numbers: {},
  },
  images: {
    title: "Folder of images",
    description:
      "PNG, JPEG and WebP files of any colour type; unreadable files are left out and named in a notice.",
    domain: "images",
    available: true,
    numbers: {},
  },
  npy: {
    title: "NPY file",
    description:
      "Points of your own from a NumPy (.npy, .npz) or safetensors file: an array [n, dims] of any real or integer type.",
    domain: "points",
    available: true,
    numbers: {},
  },
  "npy-images": {
    title: "NPY file of images",
    description:
      "Pictures of your own from a NumPy (.npy, .npz) or safetensors file: of 8 bits, or numbers from 0 to 1, -1 to 1 or 0 to 255.",
    domain: "images",
    available: true,
    numbers: {},
  },
  csv: {
    title: "CSV file",
    description: "Points of your own from a table: a row a point, a column a dimension.",
    domain: "points",
    available: true,
    numbers: {},
  },
  parquet: {
    title: "Parquet file",
    description:
      "Points of your own from a table in the Parquet format, as pandas, Polars and DuckDB write it: a row a point, a column of numbers a dimension.",
    domain: "points",
    available: true,
    numbers: {},
  },
} as const satisfies Readonly<Record<string, DataKind>>;

export type DataKindName = keyof typeof dataKinds;
export type AvailableDataKind = AvailableIn<typeof dataKinds>;
