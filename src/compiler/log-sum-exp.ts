import { add, exp, log, max, reshape, sub, sum, util } from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { stopGradient } from "./stop-gradient.ts";

/**
 * log(sum(exp(x))) over the axes (all of them by default), shifted by the maximum so that nothing overflows.
 * The value does not depend on the shift, so no gradient needs to pass through the maximum; TensorFlow.js sends one
 * there, which doubles the work of its backward pass and, at ties, rounds differently.
 */
export function logSumExp(x: Tensor, axis?: number | number[], keepDims = false): Tensor {
  const axes = util.parseAxisParam(axis ?? x.shape.map((_, i) => i), x.shape);
  const shift = stopGradient(max(x, axes, true));
  const sums = add(log(sum(exp(sub(x, shift)), axes, true)), shift);
  if (keepDims) return sums;
  return reshape(
    sums,
    x.shape.filter((_, i) => !axes.includes(i)),
  );
}

/**
 * log(softmax(x)) over an axis (the last by default). TensorFlow.js's own saves its output in a custom gradient, which
 * a second derivative cannot follow.
 */
export function logSoftmax(logits: Tensor, axis = -1): Tensor {
  return sub(logits, logSumExp(logits, axis, true));
}
