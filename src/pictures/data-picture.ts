import { boundsOf } from "./bounds.ts";
import { imageGrid, type GridRaster } from "./image-grid.ts";
import { imagesOf } from "./images.ts";
import { rasterScatter, type Raster, type Rgb } from "./scatter.ts";

/** Samples of somebody's data, to be looked at before anything learns from them. */
export interface ShownData {
  /** [n, dims] or [n, height, width, channels] */
  readonly shape: readonly number[];
  /** In the data's own units; of images -1 to 1. */
  readonly data: Float32Array;
  /** The class of each; null where they have none. */
  readonly labels: readonly number[] | null;
}

/** Colours of classes, which words can tell apart as well. */
export const classColors = [
  { name: "blue", rgb: [31, 119, 180] },
  { name: "orange", rgb: [255, 127, 14] },
  { name: "green", rgb: [44, 160, 44] },
  { name: "red", rgb: [214, 39, 40] },
  { name: "purple", rgb: [148, 103, 189] },
  { name: "brown", rgb: [140, 86, 75] },
  { name: "pink", rgb: [227, 119, 194] },
  { name: "olive", rgb: [188, 189, 34] },
  { name: "cyan", rgb: [23, 190, 207] },
] as const satisfies readonly { readonly name: string; readonly rgb: Rgb }[];

/** Further classes have this one together. */
const OTHERS: Rgb = [150, 150, 150];

/** Classes of images that have a row of their own, and images in a row. */
export const CLASS_ROWS = 16;
export const ROW_IMAGES = 12;

const SIZE = 640;

/**
 * A picture of data: points in the plane of their first two dimensions, coloured by class; images in a grid, with a row for
 * each of the first classes. Null where samples are neither, or none.
 */
export function dataPicture({ shape, data, labels }: ShownData): Raster | GridRaster | null {
  const [count = 0, dims = 0] = shape;
  if (count === 0) return null;
  if (shape.length === 2) {
    const points = { data, dims };
    const color = (row: number): Rgb =>
      labels === null ? classColors[0].rgb : (classColors[labels[row] ?? -1]?.rgb ?? OTHERS);
    return rasterScatter([{ points, color, radius: 2.5, opacity: 0.7 }], boundsOf([points]), SIZE);
  }
  const images = imagesOf(shape, data);
  if (images === null) return null;
  if (labels === null) return imageGrid(images);
  const places = rowsByClass(labels);
  const size = images.pixels.length / count;
  const pixels = new Uint8Array(places.length * size).fill(EMPTY);
  places.forEach((from, to) => {
    if (from !== null) pixels.set(images.pixels.subarray(from * size, (from + 1) * size), to * size);
  });
  return imageGrid({ ...images, count: places.length, pixels }, ROW_IMAGES);
}

/** Where a row has no image: as between images. */
const EMPTY = 64;

/** Which image stands where, row by row: a row is a class, in the order of the classes; null where it has no more. */
function rowsByClass(labels: readonly number[]): (number | null)[] {
  const classes = Math.min(CLASS_ROWS, Math.max(...labels) + 1);
  return Array.from({ length: classes }, (_, label) => {
    const members = labels.flatMap((of, i) => (of === label ? [i] : [])).slice(0, ROW_IMAGES);
    return Array.from({ length: ROW_IMAGES }, (_unused, i) => members[i] ?? null);
  }).flat();
}
