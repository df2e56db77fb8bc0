import type { ImagePath, ImageStack } from "../../../src/protocol/image-views.ts";
import { drawImageOf, sheetOf } from "../../plates/image-sheet.ts";

/** Pixels of a saved picture for each of an image's own, and between images. */
const SCALE = 2;
const GAP = 2;
/** Images of a saved film strip: all that came at once. */
const FILM_STRIDE = 6;

/** Images of a stack in rows of `columns`, as a PNG. */
async function sheetPng(stack: ImageStack, shown: readonly number[], columns: number): Promise<Uint8Array> {
  const side = SCALE * Math.max(stack.width, stack.height);
  const rows = Math.ceil(shown.length / columns);
  const canvas = new OffscreenCanvas(columns * (side + GAP) - GAP, rows * (side + GAP) - GAP);
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("the picture could not be drawn");
  context.fillStyle = "#000";
  context.fillRect(0, 0, canvas.width, canvas.height);
  const sheet = sheetOf(stack);
  shown.forEach((index, place) => {
    const [column, row] = [place % columns, Math.floor(place / columns)];
    drawImageOf(context, sheet, index, column * (side + GAP), row * (side + GAP), side, 1);
  });
  return new Uint8Array(await (await canvas.convertToBlob({ type: "image/png" })).arrayBuffer());
}

const all = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** Every image of a step, as a PNG. */
export const gridPng = (stack: ImageStack): Promise<Uint8Array> =>
  sheetPng(stack, all(stack.count), Math.ceil(Math.sqrt((stack.count * 3) / 2)));

/** A path as a film strip, as a PNG. */
export function pathPng({ images }: ImagePath): Promise<Uint8Array> {
  const stride = images.count > 2 * FILM_STRIDE && (images.count - 1) % FILM_STRIDE === 0 ? FILM_STRIDE : 1;
  const shown = all(images.count).filter(index => index % stride === 0);
  return sheetPng(images, shown, shown.length);
}
