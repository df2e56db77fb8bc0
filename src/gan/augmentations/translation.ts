import { tf } from "../../compiler/tensorflow.ts";
import type { Tensor } from "../../compiler/tensorflow.ts";
import { tensorAt } from "../networks/network.ts";
import type { Augmentation } from "./augmentation.ts";
import { wholeDraws } from "./whole-draws.ts";

/**
 * Shifts each image along its height and along its width, by a whole number of pixels that is uniform in -s to s, s an
 * eighth of the size, rounded: y[i, j] = x[i + a, j + b]; what comes in from outside is 0, the middle of the range.
 * Each shift is a product with a matrix of zeros and ones, so that its gradients of any order are such products.
 * Source: Zhao et al. 2020, arXiv 2006.10738, section 3.2, with the ranges of its authors' code.
 */
export const translation: Augmentation = (maps, drawn) => {
  const [channels = 1, height = 1, width = 1, batch = 1] = maps.shape;
  // So ordered, rows are taken by a matrix from the left, columns by one from the right, both without another copy.
  const images = tf.transpose(maps, [3, 1, 0, 2]);
  const ofRows = tf.reshape(images, [batch, height, channels * width]);
  const rows = tf.matMul(shifting(height, tensorAt(drawn, 0), "left"), ofRows);
  const ofColumns = tf.reshape(rows, [batch, height * channels, width]);
  const both = tf.matMul(ofColumns, shifting(width, tensorAt(drawn, 1), "right"));
  return tf.transpose(tf.reshape(both, [batch, height, channels, width]), [2, 1, 3, 0]);
};

/** Matrices that bring place i + shift to place i, [batch, size, size], for products from either side. */
function shifting(size: number, drawn: Tensor, side: "left" | "right"): Tensor {
  const farthest = Math.floor(size / 8 + 0.5);
  const shifts = wholeDraws(drawn, -farthest, 2 * farthest + 1);
  const apart = Array.from({ length: size }, (_, row) =>
    Array.from({ length: size }, (__, column) => (side === "left" ? column - row : row - column)),
  );
  return tf.cast(
    tf.equal(tf.tensor(apart.flat(), [1, size, size]), tf.reshape(shifts, [-1, 1, 1])),
    "float32",
  );
}
