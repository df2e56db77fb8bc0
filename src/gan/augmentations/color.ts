import { tf } from "../../compiler/tensorflow.ts";
import type { Tensor } from "../../compiler/tensorflow.ts";
import { tensorAt } from "../networks/network.ts";
import type { Augmentation } from "./augmentation.ts";

/**
 * Brightness, saturation and contrast of each image, with u, v, w uniform in 0 to 1:
 *   x <- x + u - 1/2
 *   x <- c + 2 v (x - c),  c the mean of a pixel's channels (nothing changes where there is one channel)
 *   x <- m + (w + 1/2) (x - m),  m the mean of the image
 * Values may leave -1 to 1.
 * Source: Zhao et al. 2020, arXiv 2006.10738, section 3.2, with the ranges of its authors' code.
 */
export const color: Augmentation = (maps, drawn) => {
  const bright = tf.add(maps, tf.sub(tensorAt(drawn, 0), 0.5));
  const saturated = maps.shape[0] === 1 ? bright : spread(bright, [0], tf.mul(2, tensorAt(drawn, 1)));
  return spread(saturated, [0, 1, 2], tf.add(tensorAt(drawn, 2), 0.5));
};

/** Differences from the mean over some axes, times a factor. */
function spread(maps: Tensor, axes: number[], factor: Tensor): Tensor {
  const mean = tf.mean(maps, axes, true);
  return tf.add(mean, tf.mul(factor, tf.sub(maps, mean)));
}
