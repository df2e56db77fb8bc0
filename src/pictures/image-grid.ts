import type { PixelImages } from "./images.ts";

/** A picture [height, width, channels] of 8 bits. */
export interface GridRaster {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly data: Uint8Array;
}

/** Pixels between two images. */
const GAP = 2;
/** Between images and where the last row has none: a dark grey, told from black and from white. */
const BACKGROUND = 64;

/** The columns of a grid that is about half as wide again as it is high: 12 for 96 images. */
export const gridColumns = (count: number): number => Math.max(1, Math.ceil(Math.sqrt(1.5 * count)));

/** The images row by row, so many a row, with gaps between them. Throws RangeError where there are none. */
export function imageGrid(images: PixelImages, columns = gridColumns(images.count)): GridRaster {
  const { count, height, width, channels, pixels } = images;
  if (count < 1) throw new RangeError("a grid needs an image");
  const across = Math.min(columns, count);
  const down = Math.ceil(count / columns);
  const grid = {
    width: across * (width + GAP) - GAP,
    height: down * (height + GAP) - GAP,
    channels,
  } as const;
  const data = new Uint8Array(grid.width * grid.height * channels).fill(BACKGROUND);
  const line = width * channels;
  for (let image = 0; image < count; image++) {
    const [left, top] = [(image % columns) * (width + GAP), Math.floor(image / columns) * (height + GAP)];
    for (let row = 0; row < height; row++) {
      const from = (image * height + row) * line;
      data.set(pixels.subarray(from, from + line), ((top + row) * grid.width + left) * channels);
    }
  }
  return { ...grid, data };
}
