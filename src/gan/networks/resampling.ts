import { tf } from "../../compiler/tensorflow.ts";
import type { Tensor } from "../../compiler/tensorflow.ts";

// The filter [1 2 1] of values that stand for two places each: [1 2 1] * [1 1] = [1 3 3 1].
// Source: Huang et al. 2024 (R3GAN), arXiv 2501.05441, and its authors' code.
const taps = [1, 3, 3, 1] as const;

/** How much the place `fine` of a resolution and the place `coarse` of half of it have to do with each other. */
const tap = (fine: number, coarse: number): number => taps[fine - 2 * coarse + 1] ?? 0;

/**
 * Maps [channels, height, width, batch], height and width equal, at twice the resolution: along each axis
 *   y[2 i] = (x[i - 1] + 3 x[i]) / 4,  y[2 i + 1] = (3 x[i] + x[i + 1]) / 4,  x being 0 outside.
 */
export function upsample(maps: Tensor): Tensor {
  const [, size = 0] = maps.shape;
  return alongBoth(maps, 2 * size, (to, from) => tap(to, from) / 4);
}

/**
 * The same at half the resolution, height and width being even: along each axis
 *   y[i] = (x[2 i - 1] + 3 x[2 i] + 3 x[2 i + 1] + x[2 i + 2]) / 8.
 */
export function downsample(maps: Tensor): Tensor {
  const [, size = 0] = maps.shape;
  return alongBoth(maps, size / 2, (to, from) => tap(from, to) / 8);
}

/** Each of `length` places along height, and then along width, as the sum of weight(to, from) times the places there are. */
function alongBoth(maps: Tensor, length: number, weight: (to: number, from: number) => number): Tensor {
  const [, size = 0] = maps.shape;
  const weights = Array.from({ length }, (_, to) =>
    Array.from({ length: size }, (__, from) => weight(to, from)),
  );
  const filters = tf.tensor(weights.flat(), [length, size, 1, 1]);
  // Places are channels of a convolution with filters of one place, which is one matrix product.
  const along = (x: Tensor): Tensor => tf.convolve(x, filters, { stride: 1, padding: 0 });
  const rows = along(tf.transpose(maps, [1, 0, 2, 3]));
  const columns = along(tf.transpose(rows, [2, 1, 0, 3]));
  return tf.transpose(columns, [1, 2, 0, 3]);
}
