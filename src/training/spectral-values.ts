import { isMatrix, matrixSizes } from "../gan/spectral-norm.ts";
import type { Layout, Placed } from "./parameter-layout.ts";

// gan/spectral-norm.ts on values, outside of a step: where a training begins, and for the exported network.

/** Power iterations before the first step. */
const FIRST_ITERATIONS = 15;

interface Matrix {
  readonly parameter: Placed;
  readonly values: Float32Array;
  readonly u: Float32Array;
  readonly v: Float32Array;
}

/** Views of each matrix of the weights and its vectors. */
function matricesOf(layout: Layout, weights: Float32Array, vectors: Float32Array): Matrix[] {
  let at = 0;
  return layout.parameters.filter(isMatrix).map(parameter => {
    const { outputs, inputs } = matrixSizes(parameter.shape);
    const [u, v] = [
      vectors.subarray(at, at + outputs),
      vectors.subarray(at + outputs, at + outputs + inputs),
    ];
    at += outputs + inputs;
    return { parameter, values: weights.subarray(parameter.offset, parameter.offset + parameter.size), u, v };
  });
}

/** W v, or W^T u. */
function product({ parameter, values, u, v }: Matrix, of: "u" | "v"): Float64Array {
  const [from, result] = of === "u" ? [u, new Float64Array(v.length)] : [v, new Float64Array(u.length)];
  // Dense weights stand as [inputs, outputs], filters as [outputs, ...]: a row of the stored matrix is one input's or one output's.
  const rowIsResult = (parameter.shape.length === 2) === (of === "u");
  const [resultStride, fromStride] = rowIsResult ? [from.length, 1] : [1, result.length];
  for (let i = 0; i < result.length; i++) {
    let sum = 0;
    for (let j = 0; j < from.length; j++)
      sum += (values[i * resultStride + j * fromStride] ?? 0) * (from[j] ?? 0);
    result[i] = sum;
  }
  return result;
}

function setUnit(to: Float32Array, from: Float64Array): void {
  const length = Math.sqrt(from.reduce((sum, x) => sum + x * x, 0));
  from.forEach((x, i) => (to[i] = x / Math.max(length, Number.MIN_VALUE)));
}

/** The singular vectors of these weights, by power iterations from drawn ones. */
export function settledVectors(layout: Layout, weights: Float32Array, drawn: Float32Array): Float32Array {
  const vectors = drawn.slice();
  for (const matrix of matricesOf(layout, weights, vectors))
    for (let i = 0; i < FIRST_ITERATIONS; i++) {
      setUnit(matrix.v, product(matrix, "u"));
      setUnit(matrix.u, product(matrix, "v"));
    }
  return vectors;
}

/** The weights as the network uses them: each matrix divided by u^T W v. */
export function normalisedValues(layout: Layout, weights: Float32Array, vectors: Float32Array): Float32Array {
  const result = weights.slice();
  for (const matrix of matricesOf(layout, result, vectors)) {
    const sigma = product(matrix, "v").reduce((sum, x, i) => sum + x * (matrix.u[i] ?? 0), 0);
    matrix.values.forEach((x, i) => (matrix.values[i] = x / sigma));
  }
  return result;
}
