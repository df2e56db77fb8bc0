import { tf } from "../../compiler/tensorflow.ts";
import type { Tensor } from "../../compiler/tensorflow.ts";
import type { Moments } from "./network.ts";

const EPSILON = 1e-5;

/** The moments of maps x [channels, height, width, batch] over places and batch, each [channels, 1, 1, 1]. */
export function momentsOf(x: Tensor): Moments {
  const mean = tf.mean(x, [1, 2, 3], true);
  return { mean, variance: tf.mean(tf.square(tf.sub(x, mean)), [1, 2, 3], true) };
}

/**
 * Batch normalisation of maps: y = scale (x - mean) / sqrt(variance + 1e-5) + shift, map by map, with the moments of
 * this batch or of another. Gradients flow into the moments too.
 * Shapes: x [channels, height, width, batch]; scale and shift [channels].
 * Source: Ioffe and Szegedy 2015, arXiv 1502.03167, algorithm 1.
 */
export function normalise(x: Tensor, { mean, variance }: Moments, scale: Tensor, shift: Tensor): Tensor {
  const column = [-1, 1, 1, 1];
  const factor = tf.mul(tf.reshape(scale, column), tf.rsqrt(tf.add(variance, EPSILON)));
  return tf.add(tf.mul(tf.sub(x, mean), factor), tf.reshape(shift, column));
}
