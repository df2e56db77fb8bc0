import { add, customGrad, exp, log, max, mul, reshape, softmax, sub, sum, util } from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { stopGradient } from "./stop-gradient.ts";

/**
 * log(sum(exp(x))) over the axes (all of them by default), shifted by the maximum so that nothing overflows.
 * The value does not depend on the shift, so no gradient needs to pass through the maximum; TensorFlow.js sends one
 * there, which doubles the work of its backward pass and, at ties, rounds differently.
 */
export function logSumExp(x: Tensor, axis?: number | number[], keepDims = false): Tensor {
  const axes = util.parseAxisParam(axis ?? x.shape.map((_, i) => i), x.shape);
  const sums = axes.length === 1 && axes[0] === x.rank - 1 ? overLast(x) : overAny(x, axes);
  if (keepDims) return sums;
  return reshape(
    sums,
    x.shape.filter((_, i) => !axes.includes(i)),
  );
}

/**
 * Over the last axis, [..., 1]: the softmax p = exp(x - log sum exp x), which is one operator and the derivative too,
 * gives the value where x is largest, and p there is at least 1 / n: max x - log max p.
 */
function overLast(x: Tensor): Tensor {
  const value = customGrad((...args: unknown[]) => {
    const [input, save] = args as [Tensor, (saved: Tensor[]) => void];
    save([input]);
    const gradFunc = (dy: Tensor, saved: Tensor[]) => mul(dy, softmax(saved[0] ?? input));
    return { value: sub(max(input, -1, true), log(max(softmax(input), -1, true))), gradFunc };
  });
  return value(x);
}

function overAny(x: Tensor, axes: number[]): Tensor {
  const shift = stopGradient(max(x, axes, true));
  return add(log(sum(exp(sub(x, shift)), axes, true)), shift);
}

/**
 * log(softmax(x)) over an axis (the last by default). TensorFlow.js's own saves its output in a custom gradient, which
 * a second derivative cannot follow.
 */
export function logSoftmax(logits: Tensor, axis = -1): Tensor {
  return sub(logits, logSumExp(logits, axis, true));
}
