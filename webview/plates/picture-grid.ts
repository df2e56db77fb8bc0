import type { ImageStack } from "../../src/protocol/image-views.ts";
import { drawImageOf, outlineImage, sheetOf } from "./image-sheet.ts";
import { differenceOf } from "./picture-difference.ts";
import { font, type Surface } from "./surface.ts";

export interface PictureScene {
  readonly own: ImageStack;
  readonly base: ImageStack | null;
  /** How its own lie over the baseline's; "difference" shows how far each pixel is from the baseline's. */
  readonly blend: "difference" | number;
  readonly picked: number;
  /** Enlarged so many times, and moved by shares of the plate. */
  readonly view: { readonly zoom: number; readonly x: number; readonly y: number };
}

export interface PictureLayout {
  readonly columns: number;
  readonly rows: number;
  /** From one picture to the next, and the side of one. */
  readonly pitch: number;
  readonly cell: number;
  readonly left: number;
  readonly top: number;
}

/** The room between two pictures. */
const GAP = 3;

/** Where so many pictures stand on a plate: as large as lets all be seen at zoom 1, in its middle. */
export function pictureLayout(
  count: number,
  { width, height }: Pick<Surface, "width" | "height">,
  { zoom, x, y }: PictureScene["view"],
): PictureLayout {
  let columns = 1;
  const sideAt = (n: number) => Math.min(width / n, height / Math.ceil(count / n));
  for (let n = 2; n <= count; n++) if (sideAt(n) > sideAt(columns)) columns = n;
  const rows = Math.max(1, Math.ceil(count / columns));
  const pitch = zoom * sideAt(columns);
  const left = width / 2 - (columns * pitch) / 2 + x * width;
  const top = height / 2 - (rows * pitch) / 2 + y * height;
  return { columns, rows, pitch, cell: Math.max(1, pitch - GAP), left, top };
}

/** Which picture is at a place of the plate; -1 where there is none. */
export function pictureAt(
  { columns, rows, pitch, left, top }: PictureLayout,
  count: number,
  x: number,
  y: number,
): number {
  const [column, row] = [Math.floor((x - left) / pitch), Math.floor((y - top) / pitch)];
  const index = row * columns + column;
  return column < 0 || column >= columns || row < 0 || row >= rows || index >= count ? -1 : index;
}

/** One column's pictures, the picked one outlined. */
export function drawPictureGrid(surface: Surface, { own, base, blend, picked, view }: PictureScene): void {
  const { context, width, height, inks } = surface;
  const layout = pictureLayout(own.count, surface, view);
  const { columns, pitch, cell, left, top } = layout;
  const difference = blend === "difference" && base !== null ? differenceOf(own, base) : null;
  const under = difference === null ? base : null;
  const over = difference ?? own;
  context.save();
  for (let index = 0; index < own.count; index++) {
    const [x, y] = [left + (index % columns) * pitch, top + Math.floor(index / columns) * pitch];
    if (x > width || y > height || x + cell < 0 || y + cell < 0) continue;
    if (under !== null) drawImageOf(context, sheetOf(under), index, x, y, cell);
    context.globalAlpha = under === null || blend === "difference" ? 1 : blend;
    drawImageOf(context, sheetOf(over), index, x, y, cell);
    context.globalAlpha = 1;
  }
  if (picked < own.count) {
    const [x, y] = [left + (picked % columns) * pitch, top + Math.floor(picked / columns) * pitch];
    // Around it, so that it hides nothing of a small picture.
    outlineImage(context, { x: x - 2, y: y - 2, side: cell + 4, width: 2, colour: inks.generated });
  }
  context.restore();
}

/** Which latents stand in each row, at the rows' height. */
export function drawRowNames(surface: Surface, layout: PictureLayout, count: number, picked: number): void {
  const { context, height, inks } = surface;
  const { columns, rows, pitch, cell, top } = layout;
  context.font = font(inks, 11);
  context.textAlign = "left";
  context.textBaseline = "middle";
  for (let row = 0; row < rows; row++) {
    const y = top + row * pitch + cell / 2;
    if (y < 6 || y > height - 6) continue;
    const [first, last] = [row * columns, Math.min(count, (row + 1) * columns) - 1];
    context.fillStyle = picked >= first && picked <= last ? inks.foreground : inks.quiet;
    context.fillText(first === last ? `z ${first}` : `z ${first}–${last}`, 0, y);
  }
}
