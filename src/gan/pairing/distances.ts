import { tf } from "../../compiler/tensorflow.ts";
import type { Tensor, Tensor2D } from "../../compiler/tensorflow.ts";

/** Added to a squared distance before its root, so that equal points have a finite gradient. */
const ROOT_EPSILON = 1e-12;

const flat = (x: Tensor): Tensor => tf.reshape(x, [x.shape[0], -1]);

/** |a_i - b_i|^2 of each row, all dimensions but the first taken together: [batch]. */
export const squaredDistances = (a: Tensor, b: Tensor): Tensor => tf.sum(tf.square(flat(tf.sub(a, b))), 1);

/** |a_i - b_i| of each row: [batch]. */
export const rowDistances = (a: Tensor, b: Tensor): Tensor =>
  tf.sqrt(tf.add(squaredDistances(a, b), ROOT_EPSILON));

/** The mean of |a - b| over the values of each row: [batch]. */
export const meanDifferences = (a: Tensor, b: Tensor): Tensor => tf.mean(tf.abs(flat(tf.sub(a, b))), 1);

/**
 * Euclidean distances between all rows of x, [batch, batch]; 0 along the diagonal, through which no gradient flows.
 * By |a|^2 + |b|^2 - 2 <a, b>: differences of all pairs of pictures would not fit into memory.
 */
export function pairDistances(x: Tensor): Tensor {
  const rows = flat(x) as Tensor2D;
  const squares = tf.sum(tf.square(rows), 1, true);
  const products = tf.matMul(rows, rows, false, true);
  const squared = tf.add(tf.sub(squares, tf.mul(2, products)), tf.transpose(squares));
  const apart = tf.sub(1, tf.eye(rows.shape[0]));
  // Rounding may leave less than 0 between points that nearly coincide.
  const positive = tf.add(tf.mul(tf.relu(squared), apart), ROOT_EPSILON);
  return tf.mul(tf.sqrt(positive), apart);
}
