import assert from "node:assert/strict";
import { before, test } from "node:test";
import "@tensorflow/tfjs-backend-cpu";
import * as everything from "@tensorflow/tfjs-core";
import { normals } from "../../test/compiled/gan-like-step.ts";
import { uniform } from "../../test/support/uniform.ts";
import { tf } from "./tensorflow.ts";
import type { Tensor } from "./tensorflow.ts";

before(() => tf.setBackend("cpu"));

const activations: Record<string, (x: Tensor) => Tensor> = {
  relu: x => tf.relu(x),
  leakyRelu: x => tf.leakyRelu(x, 0.2),
  elu: x => tf.elu(x),
  selu: x => tf.selu(x),
  tanh: x => tf.tanh(x),
  sigmoid: x => tf.sigmoid(tf.mul(x, 3)),
  softplus: x => tf.softplus(x),
  swish: x => tf.mul(x, tf.sigmoid(x)),
  sin: x => tf.sin(x),
  gelu: x => tf.mul(tf.mul(x, 0.5), tf.add(1, tf.erf(tf.mul(x, Math.SQRT1_2)))),
};

const others: Record<string, (x: Tensor) => Tensor> = {
  exp: x => tf.exp(tf.mul(x, 0.3)),
  softmax: x => tf.softmax(tf.mul(x, 4)),
  logSoftmax: x => tf.logSoftmax(x),
  logSumExp: x => tf.logSumExp(x, 1, true),
  "maximum over rows": x => tf.square(tf.max(x, 1, true)),
  "minimum with a number": x => tf.square(tf.minimum(x, 0.3)),
  clip: x => tf.square(tf.clipByValue(x, -0.5, 0.5)),
  where: x => tf.square(tf.where(tf.greater(x, 0), x, tf.mul(x, 0.1))),
  "absolute value": x => tf.square(tf.abs(x)),
  power: x => tf.pow(tf.add(tf.square(x), 1), 1.5),
  "unit length": x => tf.div(x, tf.sqrt(tf.add(tf.sum(tf.square(x), 1, true), 1e-3))),
};

const matrix = (shape: [number, number], scale: number, seed: number) =>
  tf.tensor2d(normals(shape[0] * shape[1], uniform(seed), scale), shape);

/**
 * The gradient with respect to weights of a penalty on the gradient with respect to inputs, as R1 has it, for a net of
 * two layers: mean_i |grad_x sum(f(f(x w) v) u)|^2.
 */
function penalty(f: (x: Tensor) => Tensor) {
  const [x, v, u] = [matrix([8, 4], 1, 1), matrix([6, 5], 0.5, 3), matrix([5, 1], 0.7, 4)];
  return (w: Tensor) => {
    const output = (input: Tensor) => {
      const hidden = f(tf.matMul(f(tf.matMul(input, w)), v));
      return tf.sum(tf.matMul(hidden, tf.slice(u, [0, 0], [hidden.shape[1] ?? 1, 1])));
    };
    return tf.mean(tf.sum(tf.square(tf.grad(output)(x)), 1));
  };
}

function differences(of: (w: Tensor) => Tensor, w: Tensor, i: number, h: number): number {
  const at = (move: number) => {
    const values = Float32Array.from(w.dataSync());
    values[i] = (values[i] ?? 0) + move;
    return of(tf.tensor(values, w.shape)).dataSync()[0] ?? NaN;
  };
  return (at(h) - at(-h)) / (2 * h);
}

for (const [name, f] of Object.entries({ ...activations, ...others }))
  test(`second-order gradients are those of finite differences: ${name}`, () => {
    const reduces = name === "maximum over rows" || name === "logSumExp";
    const wide = (x: Tensor) => (reduces ? tf.mul(f(x), tf.ones(x.shape)) : f(x));
    const of = penalty(wide);
    const w = matrix([4, 6], 0.5, 2);
    const gradient = tf.grad(of)(w).dataSync();
    let [worst, largest, skipped] = [0, 0, 0];
    gradient.forEach((g, i) => {
      const [wide, fine] = [differences(of, w, i, 1e-2), differences(of, w, i, 5e-3)];
      // Where two step sizes disagree, the difference straddles a kink and says nothing.
      if (Math.abs(wide - fine) > 0.02 * (Math.abs(fine) + 1e-2)) {
        skipped++;
        return;
      }
      worst = Math.max(worst, Math.abs(g - fine));
      largest = Math.max(largest, Math.abs(fine));
    });
    assert.ok(skipped <= 12, `${skipped} of 24 coordinates lie at kinks`);
    assert.ok(largest > 0.01, "the penalty must depend on the weights");
    assert.ok(worst <= 0.02 * largest, `off by ${worst} of ${largest}`);
  });

test("a split into one part has a gradient, and an unpacking of one", () => {
  const parts: Record<string, (x: Tensor) => Tensor | undefined> = {
    split: x => tf.split(x, 1)[0],
    unstack: x => tf.unstack(x)[0],
  };
  const x = tf.tensor([[1, 2, 3]]);
  for (const [name, part] of Object.entries(parts)) {
    const gradient = tf.grad(y => tf.sum(tf.square(part(y) ?? tf.zerosLike(y))))(x);
    assert.deepEqual(
      [gradient.shape, [...gradient.dataSync()]],
      [
        [1, 3],
        [2, 4, 6],
      ],
      name,
    );
  }
});

test("no registered gradient saves an output that a second pass could not follow", () => {
  const names = Object.values(everything as Record<string, unknown>).filter(v => typeof v === "string");
  const saving = names.filter(name => {
    const config = everything.getGradient(name) as everything.GradConfig | undefined;
    return config?.outputsToSave?.some(Boolean);
  });
  // Of image networks; repaired when these arrive.
  assert.deepEqual([...new Set(saving)].sort(), ["LRN", "MaxPool", "MaxPool3D"]);
});

test("stopGradient lets the value through and no gradient", () => {
  const f = (x: Tensor) => tf.sum(tf.mul(x, tf.stopGradient(tf.square(x))));
  const x = tf.tensor1d([1, 2, 3]);
  assert.deepEqual([...f(x).dataSync()], [36]);
  assert.deepEqual([...tf.grad(f)(x).dataSync()], [1, 4, 9]);
});

test("logSumExp is TensorFlow.js's own in value and shape, and sends no gradient through ties", () => {
  const x = tf.tensor2d([
    [1, 2, 3],
    [1000, 1000, -1000],
  ]);
  for (const axis of [0, 1, [0, 1], undefined])
    for (const keepDims of [false, true]) {
      const [ours, theirs] = [tf.logSumExp(x, axis, keepDims), everything.logSumExp(x, axis, keepDims)];
      assert.deepEqual(ours.shape, theirs.shape);
      assert.deepEqual([...ours.dataSync()], [...theirs.dataSync()]);
    }
  const gradient = tf
    .grad(t => tf.sum(tf.logSumExp(t, 1)))(x)
    .dataSync();
  assert.deepEqual([...gradient.slice(3)], [0.5, 0.5, 0]);
});
