import assert from "node:assert/strict";
import { record } from "../../src/compiler/recording-backend.ts";
import { tf } from "../../src/compiler/tensorflow.ts";
import type { Scalar, Tensor } from "../../src/compiler/tensorflow.ts";
import { normals } from "../compiled/gan-like-step.ts";
import { uniform } from "./uniform.ts";
import { inDoublePrecision } from "../compiled/double-precision.ts";

/** Values of a tensor, held outside of any computation. */
export interface Held {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Seeded normal draws of mean 0. */
export function normalDraws(seed: number): (shape: readonly number[], deviation?: number) => Held {
  const random = uniform(seed);
  return (shape, deviation = 1) => ({
    shape,
    data: normals(
      shape.reduce((a, b) => a * b, 1),
      random,
      deviation,
    ),
  });
}

/** Held values as a tensor; to be called in the function that is recorded. */
export const tensorOf = ({ shape, data }: Held): Tensor => tf.tensor(data, [...shape]);

const STEP = 1e-5;
/** Of the largest derivative: what rounding and the next term of the expansion leave. */
const TOLERANCE = 1e-6;
/** Coordinates with a kink within the step say nothing; more than this share of them is no accident. */
const KINKS = 0.02;

/**
 * Asserts that the gradient of f with respect to every given tensor equals central finite differences, both in double
 * precision. f may hold gradients itself; it is recorded, so it makes its tensors itself or is given them.
 * @param differed where f detaches a part: the same with that part held still, equal to f in value
 */
export function assertExactGradients(
  f: (...tensors: Tensor[]) => Scalar,
  at: readonly Held[],
  differed = f,
): void {
  const name = (i: number) => `x${i}`;
  // 0 * sum gives a tensor that f does not depend on (a bias under R1) the gradient 0 instead of an exception.
  const anchored = (...t: Tensor[]): Scalar => tf.add(f(...t), tf.mul(0, tf.addN(t.map(x => tf.sum(x)))));
  const { outputs } = record(Object.fromEntries(at.map(({ shape }, i) => [name(i), shape])), tensors => {
    const given = at.map((_, i) => tensors[name(i)]).filter(t => t !== undefined);
    const { value, grads } = tf.valueAndGrads(anchored)(given);
    return {
      value,
      differed: differed(...given),
      ...Object.fromEntries(grads.map((g, i) => [`gradient of ${name(i)}`, g])),
    };
  });
  const valueOnly = new Map([...outputs].filter(([key]) => key === "differed"));
  const values = new Map(at.map(({ data }, i) => [name(i), Float64Array.from(data)]));
  const feed = (key: string) => values.get(key) ?? new Float64Array();
  const f0 = (): number => inDoublePrecision(valueOnly, feed).get("differed")?.[0] ?? NaN;
  const gradients = inDoublePrecision(outputs, feed);
  const middle = f0();
  const own = gradients.get("value")?.[0] ?? NaN;
  assert.ok(Math.abs(own - middle) <= 1e-6 * Math.abs(middle), `${own} is not ${middle}`);
  let [largest, worst, kinks, all] = [0, 0, 0, 0];
  const differences: { wanted: number; found: number; kink: boolean }[] = [];
  at.forEach((_, i) => {
    const x = feed(name(i));
    const gradient = gradients.get(`gradient of ${name(i)}`) ?? new Float64Array();
    x.forEach((original, j) => {
      const moved = (h: number): number => {
        x[j] = original + h;
        const value = f0();
        x[j] = original;
        return value;
      };
      const [after, before] = [moved(STEP) - middle, middle - moved(-STEP)];
      const wanted = (after + before) / (2 * STEP);
      largest = Math.max(largest, Math.abs(wanted));
      all++;
      // A smooth function's slopes to both sides differ by the step times its curvature, a kink's do not shrink so.
      const kink = Math.abs(after - before) / STEP > 1e-2 * (Math.abs(wanted) + 1e-2);
      differences.push({ wanted, found: gradient[j] ?? NaN, kink });
    });
  });
  for (const { wanted, found, kink } of differences) {
    const off = Math.abs(wanted - found);
    if (off > TOLERANCE * largest && kink) kinks++;
    else worst = Math.max(worst, off);
  }
  assert.ok(largest > 0, "the function does not depend on its tensors");
  assert.ok(kinks <= KINKS * all, `${kinks} of ${all} coordinates lie at a kink`);
  assert.ok(worst <= TOLERANCE * largest, `off by ${worst}, largest derivative ${largest}`);
}
