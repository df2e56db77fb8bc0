import { tf } from "../compiler/tensorflow.ts";
import type { Tensor, Tensor2D } from "../compiler/tensorflow.ts";
import { tensorAt } from "./networks/network.ts";
import type { Parameter } from "./networks/network.ts";

// Spectral normalisation: each matrix of weights W, [outputs, inputs] (filters [outputs, inputs * height * width]), is
// divided by sigma = u^T W v, which approaches its largest singular value. One power iteration an update:
//   v <- W^T u / |W^T u|,   u <- W v / |W v|
// u [outputs] and v [inputs] are constants to every gradient. Biases are left as they are.
// Source: Miyato et al. 2018, arXiv 1802.05957, equations 7 and 8, appendix A.

/** Against division by 0, as in the authors' code. */
const SMALLEST_NORM = 1e-12;

/** Of a weight as a matrix; dense weights are [inputs, outputs], filters [outputs, inputs, height, width]. */
export function matrixSizes(shape: readonly number[]): { readonly outputs: number; readonly inputs: number } {
  const [first = 1, ...others] = shape;
  const rest = others.reduce((product, size) => product * size, 1);
  return shape.length === 2 ? { outputs: rest, inputs: first } : { outputs: first, inputs: rest };
}

export const isMatrix = ({ shape }: { readonly shape: readonly number[] }): boolean => shape.length > 1;

/** The vectors u and v of each matrix among a network's parameters, in their order; they begin as normal draws. */
export const singularVectors = (parameters: readonly Parameter[]): Parameter[] =>
  parameters.filter(isMatrix).flatMap(({ name, shape }) => {
    const { outputs, inputs } = matrixSizes(shape);
    const initializer = { kind: "normal", deviation: 1 } as const;
    return [
      { name: `${name}.u`, shape: [outputs], initializer },
      { name: `${name}.v`, shape: [inputs], initializer },
    ];
  });

/** W v, or W^T u, of a weight. */
function product(weight: Tensor, x: Tensor, of: "u" | "v"): Tensor {
  const matrix: Tensor2D = tf.reshape(weight, [weight.shape[0], -1]);
  const standsTransposed = weight.shape.length === 2;
  const column: Tensor2D = tf.reshape(x, [-1, 1]);
  return tf.reshape(tf.matMul(matrix, column, standsTransposed === (of === "v"), false), [-1]);
}

const unit = (x: Tensor): Tensor => tf.div(x, tf.maximum(tf.sqrt(tf.sum(tf.square(x))), SMALLEST_NORM));

/** The vectors after one power iteration with these weights. */
export const iterated = (weights: readonly Tensor[], vectors: readonly Tensor[]): Tensor[] =>
  weights.filter(isMatrix).flatMap((weight, i) => {
    const v = unit(product(weight, tensorAt(vectors, 2 * i), "u"));
    return [unit(product(weight, v, "v")), v];
  });

/** All weights, matrices divided by sigma. */
export function normalised(weights: readonly Tensor[], vectors: readonly Tensor[]): Tensor[] {
  let matrices = 0;
  return weights.map(weight => {
    if (!isMatrix(weight)) return weight;
    const [u, v] = [tensorAt(vectors, 2 * matrices), tensorAt(vectors, 2 * matrices + 1)];
    matrices++;
    return tf.div(weight, tf.sum(tf.mul(u, product(weight, v, "v"))));
  });
}
