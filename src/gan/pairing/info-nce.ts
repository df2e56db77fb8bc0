import { tf } from "../../compiler/tensorflow.ts";
import type { Scalar, Tensor, Tensor2D } from "../../compiler/tensorflow.ts";
import type { PairingOutcome } from "./pairing.ts";

/** Added to the squared norm before its root, so that a zero embedding has a finite gradient. */
const NORM_EPSILON = 1e-12;

/** The own partner must lead by this much to count as the most similar: the two sides of the comparison are
 *  rounded differently, and where all samples are equal nobody recognises anything. */
const LEAD = 1e-5;

/** Added to a similarity that should count for nothing. */
const EXCLUDED = -1e9;

/** Each row of x [n, size] scaled to unit length. */
export function unitRows(x: Tensor): Tensor {
  return tf.mul(x, tf.rsqrt(tf.add(tf.sum(tf.square(x), 1, true), NORM_EPSILON)));
}

/**
 * InfoNCE over a batch of pairs, rows only:
 *   L = -(1/B) sum_i log( exp(s_ii) / sum_j exp(s_ij) ),  s_ij = <u_i, v_j> / temperature,
 * Every other pair of the batch is a negative; gradients flow through both.
 * Shapes: u, v [batch, size], rows of unit length; temperature a scalar above 0. At chance L is ln(batch).
 * Source: van den Oord, Li, Vinyals 2018, arXiv 1807.03748, equation 4, with the cosine over a temperature of
 * Chen et al. 2020 (arXiv 2002.05709, equation 1).
 */
export function infoNce(u: Tensor, v: Tensor, temperature: Scalar): PairingOutcome {
  const a = tf.div<Tensor2D>(u, temperature);
  const own = tf.sum(tf.mul(a, v), 1, true);
  // The own partner is kept out of the matrix, whose largest entry then is the most similar of the others:
  // -log(exp(own) / (exp(own) + sum of the others' exp)) = softplus(logSumExp of the others - own).
  const others = tf.add(tf.matMul(a, v as Tensor2D, false, true), tf.mul(tf.eye(a.shape[0]), EXCLUDED));
  const best = tf.max(others, 1, true);
  return {
    loss: tf.mean(tf.softplus(tf.sub(tf.logSumExp(others, 1, true), own))),
    accuracy: tf.mean(tf.cast(tf.greater(own, tf.add(best, LEAD)), "float32")),
  };
}
