// Any picture as a square of the wanted size: the largest centred square of it is resampled with a triangle filter
// that widens with the scale, so that every pixel counts where a picture shrinks; enlarged, it is bilinear. The filter
// is Pillow's BILINEAR (and so torchvision's default Resize with CenterCrop).

import type { RgbPicture } from "../../formats/decode-picture.ts";

/** Weights of the source pixels `first ...` of one target pixel. */
interface Taps {
  readonly first: number;
  readonly weights: Float64Array;
}

/** Taps of the `size` target pixels that cover `length` source pixels from `start` on, of `available` in all. */
function tapsOf(start: number, length: number, available: number, size: number): Taps[] {
  const scale = length / size;
  const reach = Math.max(1, scale);
  return Array.from({ length: size }, (_, i) => {
    const center = start + (i + 0.5) * scale;
    const first = Math.max(0, Math.floor(center - reach + 0.5));
    const end = Math.min(available, Math.floor(center + reach + 0.5));
    const weights = Float64Array.from({ length: end - first }, (_, k) =>
      Math.max(0, 1 - Math.abs(first + k + 0.5 - center) / reach),
    );
    const sum = weights.reduce((a, b) => a + b, 0);
    return { first, weights: weights.map(weight => weight / sum) };
  });
}

/** Weights of red, green and blue in grey (ITU-R BT.601). */
const GREY = [0.299, 0.587, 0.114] as const;

/**
 * Writes the picture as [size, size, channels] into `out`: colours as they are, or their grey.
 * @param channels 3 or 1
 */
export function fitPicture(
  { width, height, data }: RgbPicture,
  size: number,
  channels: 1 | 3,
  out: Uint8Array,
): void {
  const side = Math.min(width, height);
  const across = tapsOf((width - side) / 2, side, width, size);
  const down = tapsOf((height - side) / 2, side, height, size);
  const top = down[0]?.first ?? 0;
  const last = down.at(-1);
  const bottom = last === undefined ? top : last.first + last.weights.length;
  // Rows first, of the source rows that are needed: [bottom - top, size, 3].
  const rows = new Float64Array((bottom - top) * size * 3);
  for (let y = top; y < bottom; y++)
    across.forEach(({ first, weights }, x) => {
      let [r, g, b] = [0, 0, 0];
      let from = 3 * (y * width + first);
      for (const weight of weights) {
        r += weight * (data[from++] ?? 0);
        g += weight * (data[from++] ?? 0);
        b += weight * (data[from++] ?? 0);
      }
      const to = 3 * ((y - top) * size + x);
      rows[to] = r;
      rows[to + 1] = g;
      rows[to + 2] = b;
    });
  down.forEach(({ first, weights }, y) => {
    for (let x = 0; x < size; x++) {
      let [r, g, b] = [0, 0, 0];
      for (let k = 0; k < weights.length; k++) {
        const weight = weights[k] ?? 0;
        const from = 3 * ((first - top + k) * size + x);
        r += weight * (rows[from] ?? 0);
        g += weight * (rows[from + 1] ?? 0);
        b += weight * (rows[from + 2] ?? 0);
      }
      const to = channels * (y * size + x);
      if (channels === 1) out[to] = Math.round(GREY[0] * r + GREY[1] * g + GREY[2] * b);
      else {
        out[to] = Math.round(r);
        out[to + 1] = Math.round(g);
        out[to + 2] = Math.round(b);
      }
    }
  });
}
