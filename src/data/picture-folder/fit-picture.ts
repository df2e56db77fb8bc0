// Any picture as a square of the wanted size: the largest centred square of it, resampled with a triangle filter that
// widens with the scale, so that every pixel counts where a picture shrinks; enlarged, it is bilinear. The filter is
// that of Pillow's BILINEAR (and so of torchvision's default Resize with CenterCrop), and WebAssembly computes the same
// bytes on every machine.

import { initSync, resize } from "@jsquash/resize/lib/resize/pkg/squoosh_resize.js";
import resizer from "@jsquash/resize/lib/resize/pkg/squoosh_resize_bg.wasm?bytes";
import type { RgbPicture } from "../../formats/decode-picture.ts";

initSync(resizer);

/** The library's number for the filter. */
const TRIANGLE = 0;

/** Weights of red, green and blue in grey (ITU-R BT.601). */
const GREY = [0.299, 0.587, 0.114] as const;

/**
 * Writes the picture as [size, size, channels] into `out`: colours as they are, or their grey.
 * @param channels 3 or 1
 */
export function fitPicture(picture: RgbPicture, size: number, channels: 1 | 3, out: Uint8Array): void {
  const side = Math.min(picture.width, picture.height);
  const square = centredSquare(picture, side);
  const fitted = side === size ? square : resize(square, side, side, size, size, TRIANGLE, false, false);
  for (let from = 0, to = 0; from < fitted.length; from += 4) {
    const [r, g, b] = [fitted[from] ?? 0, fitted[from + 1] ?? 0, fitted[from + 2] ?? 0];
    if (channels === 1) out[to++] = Math.round(GREY[0] * r + GREY[1] * g + GREY[2] * b);
    else {
      out[to++] = r;
      out[to++] = g;
      out[to++] = b;
    }
  }
}

/** The square of so many pixels in the middle, [side, side, red green blue opaque]. */
function centredSquare({ width, height, data }: RgbPicture, side: number): Uint8Array {
  const [left, top] = [Math.floor((width - side) / 2), Math.floor((height - side) / 2)];
  const square = new Uint8Array(4 * side * side).fill(255);
  for (let y = 0; y < side; y++) {
    let from = 3 * ((top + y) * width + left);
    for (let to = 4 * y * side; to < 4 * (y + 1) * side; to += 4) {
      square[to] = data[from++] ?? 0;
      square[to + 1] = data[from++] ?? 0;
      square[to + 2] = data[from++] ?? 0;
    }
  }
  return square;
}
