import assert from "node:assert/strict";
import { tf } from "../../src/compiler/tensorflow.ts";
import type { Scalar, Tensor } from "../../src/compiler/tensorflow.ts";

export interface DifferenceCheck {
  /** Steps to both sides; the second one tells kinks and rounding. */
  readonly step?: number;
  /** Allowed difference, relative to the largest derivative. */
  readonly tolerance?: number;
  /** Allowed share of coordinates left out because a kink lies within the step. */
  readonly kinks?: number;
}

/**
 * Asserts that the gradient of f with respect to every given tensor equals central finite differences. A coordinate
 * with a kink within the step is left out; their share is bounded. At a kink aside from the middle two step widths give
 * other slopes; at one in the middle the bend (slope after less slope before) does not shrink with the step.
 */
export function assertGradients(
  f: (...tensors: Tensor[]) => Scalar,
  tensors: readonly Tensor[],
  { step = 1e-2, tolerance = 0.02, kinks = 0.2 }: DifferenceCheck = {},
): void {
  // 0 * sum gives a tensor that f does not depend on (a bias under R1) the gradient 0 instead of an exception.
  const anchored = (...t: Tensor[]): Scalar => tf.add(f(...t), tf.mul(0, tf.addN(t.map(x => tf.sum(x)))));
  const gradients = tf.grads(anchored)([...tensors]);
  let [largest, worst, left, all] = [0, 0, 0, 0];
  tensors.forEach((tensor, which) => {
    const values = tensor.dataSync();
    const gradient = gradients[which]?.dataSync() ?? [];
    const at = (i: number, h: number): number => {
      const moved = Float32Array.from(values);
      moved[i] = (moved[i] ?? 0) + h;
      const others = [...tensors];
      others[which] = tf.tensor(moved, tensor.shape);
      return f(...others).dataSync()[0] ?? NaN;
    };
    for (let i = 0; i < values.length; i++) {
      all++;
      const middle = at(i, 0);
      const [after, before] = [at(i, step) - middle, middle - at(i, -step)];
      const [soonAfter, justBefore] = [at(i, step / 2) - middle, middle - at(i, -step / 2)];
      const wide = (after + before) / (2 * step);
      const narrow = (soonAfter + justBefore) / step;
      const bend = (after - before) / step - (4 * (soonAfter - justBefore)) / step;
      largest = Math.max(largest, Math.abs(narrow));
      const allowed = tolerance * (Math.abs(narrow) + step);
      if (Math.abs(wide - narrow) > allowed || Math.abs(bend) > 2 * allowed) {
        left++;
        continue;
      }
      worst = Math.max(worst, Math.abs((gradient[i] ?? NaN) - narrow));
    }
  });
  assert.ok(largest > 0, "the function does not depend on its tensors");
  assert.ok(left <= kinks * all, `${left} of ${all} coordinates lie at a kink`);
  assert.ok(worst <= tolerance * largest, `off by ${worst}, largest derivative ${largest}`);
}
