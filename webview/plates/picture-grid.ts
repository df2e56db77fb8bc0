import type { Surface } from "./surface.ts";
import { clipToPlate } from "./surface.ts";

/** Pictures [n, height, width, channels] in -1 to 1. */
export interface Pictures {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export interface GridScene {
  readonly own: Pictures;
  readonly base: Pictures | null;
  /** How its own lie over the baseline's; "difference" shows how far each pixel is from the baseline's. */
  readonly blend: "difference" | number;
  readonly picked: number;
  /** Enlarged so many times, and moved by shares of the plate. */
  readonly view: { readonly zoom: number; readonly x: number; readonly y: number };
}

interface Layout {
  readonly columns: number;
  readonly rows: number;
  readonly cell: number;
  readonly left: number;
  readonly top: number;
}

/** Where the pictures stand on a plate. */
export function gridLayout(
  count: number,
  width: number,
  height: number,
  { zoom, x, y }: GridScene["view"],
): Layout {
  const columns = Math.max(1, Math.ceil(Math.sqrt((count * width) / Math.max(1, height))));
  const rows = Math.max(1, Math.ceil(count / columns));
  const cell = zoom * Math.min(width / columns, height / rows);
  const left = width / 2 - (columns * cell) / 2 + x * width;
  const top = height / 2 - (rows * cell) / 2 + y * height;
  return { columns, rows, cell, left, top };
}

/** Which picture is at a place of the plate; -1 where there is none. */
export function pictureAt(
  { columns, rows, cell, left, top }: Layout,
  count: number,
  x: number,
  y: number,
): number {
  const [column, row] = [Math.floor((x - left) / cell), Math.floor((y - top) / cell)];
  const index = row * columns + column;
  return column < 0 || column >= columns || row < 0 || row >= rows || index >= count ? -1 : index;
}

const byte = (value: number): number => Math.max(0, Math.min(255, Math.round(127.5 * (value + 1))));

/** Pictures side by side in one image, `columns` in a row. */
function atlas({ shape, data }: Pictures, base: Pictures | null, columns: number): OffscreenCanvas | null {
  const [count = 0, height = 0, width = 0, channels = 1] = shape;
  const rows = Math.ceil(count / columns);
  if (count * height * width === 0) return null;
  const canvas = new OffscreenCanvas(columns * width, rows * height);
  const context = canvas.getContext("2d");
  if (context === null) return null;
  const image = context.createImageData(canvas.width, canvas.height);
  for (let n = 0; n < count; n++)
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        const from = ((n * height + y) * width + x) * channels;
        const at = 4 * ((Math.floor(n / columns) * height + y) * canvas.width + (n % columns) * width + x);
        for (let c = 0; c < 3; c++) {
          const i = from + Math.min(c, channels - 1);
          const value = data[i] ?? -1;
          image.data[at + c] = byte(base === null ? value : Math.abs(value - (base.data[i] ?? value)) - 1);
        }
        image.data[at + 3] = 255;
      }
  context.putImageData(image, 0, 0);
  return canvas;
}

const kept = new WeakMap<
  Float32Array,
  { readonly columns: number; readonly image: OffscreenCanvas | null }
>();

function keptAtlas(pictures: Pictures, columns: number): OffscreenCanvas | null {
  const known = kept.get(pictures.data);
  if (known?.columns === columns) return known.image;
  const image = atlas(pictures, null, columns);
  kept.set(pictures.data, { columns, image });
  return image;
}

const sameShape = (a: Pictures, b: Pictures): boolean => a.shape.join() === b.shape.join();

/** One column's pictures, the picked one outlined. */
export function drawPictureGrid(surface: Surface, { own, base, blend, picked, view }: GridScene): void {
  const { context, width, height, inks } = surface;
  const count = own.shape[0] ?? 0;
  const layout = gridLayout(count, width, height, view);
  const { columns, rows, cell, left, top } = layout;
  context.save();
  clipToPlate(surface, 3);
  context.imageSmoothingEnabled = false;
  const put = (image: OffscreenCanvas | null, alpha: number) => {
    context.globalAlpha = alpha;
    if (image !== null) context.drawImage(image, left, top, columns * cell, rows * cell);
  };
  const under = base !== null && sameShape(own, base) ? base : null;
  if (blend === "difference" && under !== null) put(atlas(own, under, columns), 1);
  else {
    if (under !== null) put(keptAtlas(under, columns), 1);
    put(keptAtlas(own, columns), under === null || blend === "difference" ? 1 : blend);
  }
  context.globalAlpha = 1;
  if (picked < count) {
    const [x, y] = [left + (picked % columns) * cell, top + Math.floor(picked / columns) * cell];
    for (const [line, ink] of [
      [4, inks.plate],
      [2, inks.foreground],
    ] as const) {
      context.lineWidth = line;
      context.strokeStyle = ink;
      context.strokeRect(x + 1, y + 1, cell - 2, cell - 2);
    }
  }
  context.restore();
}
