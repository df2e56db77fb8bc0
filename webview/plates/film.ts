import type { ImagePath } from "../../src/protocol/image-views.ts";
import { drawImageOf, sheetOf } from "./image-sheet.ts";
import { STRIP_INSET } from "./strip.ts";
import type { Surface } from "./surface.ts";

const GAP = 3;
/** No image of a strip is smaller than this, or larger than that. */
const SMALLEST = 30;
const LARGEST = 46;
/** How many images a strip may have: each is a part of the next, and all are among those of a path. */
const COUNTS = [17, 9, 5, 3, 2] as const;

/** How many images of a path stand side by side in so much room. */
export function filmCount(width: number): number {
  return COUNTS.find(count => (width - GAP * (count - 1)) / count >= SMALLEST) ?? 2;
}

/** A path as a strip of images from A to B. */
export function drawFilm({ context, width, height }: Surface, { images }: ImagePath): void {
  const count = filmCount(width);
  const side = Math.min(LARGEST, height, (width - GAP * (count - 1)) / count);
  const sheet = sheetOf(images);
  for (let k = 0; k < count; k++) {
    const index = Math.round((k / (count - 1)) * (images.count - 1));
    drawImageOf(context, sheet, index, (k * (width - side)) / (count - 1), (height - side) / 2, side);
  }
}

/** How far the image moves along a path, bar by bar. */
export function drawMoved({ context, width, height, inks }: Surface, { distances }: ImagePath): void {
  const bar = (width - 2 * STRIP_INSET) / Math.max(1, distances.length);
  const longest = distances.reduce((most, distance) => Math.max(most, distance), 1e-12);
  context.fillStyle = inks.generated;
  for (let i = 0; i < distances.length; i++) {
    const tall = Math.max(1, (height * (distances[i] ?? 0)) / longest);
    const wide = Math.max(0.75, bar - (bar > 3 ? 1 : 0.25));
    context.fillRect(STRIP_INSET + i * bar, height - tall, wide, tall);
  }
}
