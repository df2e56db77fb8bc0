import type { ImageStack } from "../../src/protocol/image-views.ts";

/** The images of a stack beside each other on one canvas, from which any of them is drawn without another copy. */
export interface ImageSheet {
  readonly canvas: OffscreenCanvas;
  readonly columns: number;
  readonly stack: ImageStack;
}

const sheets = new WeakMap<ImageStack, ImageSheet>();

/** Writes the pixels of one image as red, green, blue and alpha. */
function unpack({ channels, pixels }: ImageStack, from: number, to: Uint8ClampedArray): void {
  const count = to.length / 4;
  for (let i = 0; i < count; i++) {
    const at = from + i * channels;
    const red = pixels[at] ?? 0;
    to[4 * i] = red;
    to[4 * i + 1] = channels === 3 ? (pixels[at + 1] ?? 0) : red;
    to[4 * i + 2] = channels === 3 ? (pixels[at + 2] ?? 0) : red;
    to[4 * i + 3] = 255;
  }
}

/** The sheet of a stack; made once. */
export function sheetOf(stack: ImageStack): ImageSheet {
  const held = sheets.get(stack);
  if (held !== undefined) return held;
  const { count, width, height, channels } = stack;
  const columns = Math.max(1, Math.ceil(Math.sqrt(count)));
  const canvas = new OffscreenCanvas(columns * width, Math.max(1, Math.ceil(count / columns)) * height);
  const context = canvas.getContext("2d");
  const sheet = { canvas, columns, stack };
  sheets.set(stack, sheet);
  if (context === null) return sheet;
  const image = context.createImageData(width, height);
  for (let index = 0; index < count; index++) {
    unpack(stack, index * width * height * channels, image.data);
    context.putImageData(image, (index % columns) * width, Math.floor(index / columns) * height);
  }
  return sheet;
}

/** A frame in a colour inside an image's square, with a white line inside it that parts it from dark images. */
export function outlineImage(
  context: CanvasRenderingContext2D,
  square: {
    readonly x: number;
    readonly y: number;
    readonly side: number;
    readonly width: number;
    readonly colour: string;
  },
): void {
  const { x, y, side, width, colour } = square;
  const frame = (inset: number) => {
    context.strokeRect(x + inset, y + inset, side - 2 * inset, side - 2 * inset);
  };
  context.strokeStyle = "#fff";
  context.lineWidth = 1;
  frame(width + 0.5);
  context.strokeStyle = colour;
  context.lineWidth = width;
  frame(width / 2);
}

type Context = Pick<
  CanvasRenderingContext2D,
  "drawImage" | "imageSmoothingEnabled" | "imageSmoothingQuality"
>;

/**
 * Draws one image of a sheet into a square of `side` pixels at (x, y), of which the canvas has `ratio` each. Enlarged images
 * show their pixels; images made smaller are averaged.
 */
export function drawImageOf(
  context: Context,
  { canvas, columns, stack: { width, height, count } }: ImageSheet,
  index: number,
  x: number,
  y: number,
  side: number,
  ratio = globalThis.devicePixelRatio || 1,
): void {
  if (index < 0 || index >= count) return;
  context.imageSmoothingEnabled = side * ratio < Math.max(width, height);
  context.imageSmoothingQuality = "high";
  const scale = side / Math.max(width, height);
  const wide = width * scale;
  const tall = height * scale;
  const left = x + (side - wide) / 2;
  const top = y + (side - tall) / 2;
  const column = index % columns;
  const row = Math.floor(index / columns);
  context.drawImage(canvas, column * width, row * height, width, height, left, top, wide, tall);
}
