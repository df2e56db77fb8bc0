import assert from "node:assert/strict";
import { before, test } from "node:test";
import "../../test/support/convolution-kernels.ts";
import { given, normals } from "../../test/compiled/gan-like-step.ts";
import { uniform } from "../../test/support/uniform.ts";
import { assertGradients } from "../../test/support/finite-differences.ts";
import type { ConvolutionOptions } from "./convolution.ts";
import { CompileError } from "./program.ts";
import { tf } from "./tensorflow.ts";
import type { Scalar, Tensor } from "./tensorflow.ts";

before(() => tf.setBackend("cpu"));

const normal = (shape: number[], seed: number, scale = 1): Tensor =>
  tf.tensor(normals(shape.reduce((a, b) => a * b), uniform(seed), scale), shape); // prettier-ignore

/** Channels in and out, height and width, rows, filters' height and width, stride, padding. */
const sizes = [
  { ci: 2, co: 3, h: 4, w: 6, b: 1, k: [4, 4], stride: 2, padding: 1 },
  { ci: 3, co: 2, h: 3, w: 3, b: 2, k: [3, 3], stride: 1, padding: 1 },
  { ci: 1, co: 2, h: 4, w: 4, b: 2, k: [4, 4], stride: 1, padding: 0 },
  { ci: 1, co: 2, h: 5, w: 5, b: 2, k: [3, 3], stride: 2, padding: 1 },
  { ci: 2, co: 1, h: 8, w: 5, b: 1, k: [2, 2], stride: 3, padding: 0 },
  { ci: 2, co: 2, h: 3, w: 4, b: 2, k: [1, 2], stride: 1, padding: 0 },
] as const;

function tensors({ ci, co, h, w, b, k, stride, padding }: (typeof sizes)[number]) {
  const out = (n: number, size: number) => (n + 2 * padding - size) / stride + 1;
  return {
    x: normal([ci, h, w, b], 1),
    filters: normal([co, ci, k[0], k[1]], 2, 0.5),
    y: normal([co, out(h, k[0]), out(w, k[1]), b], 3),
    options: { stride, padding },
  };
}

const nameOf = ({ ci, co, h, w, k, stride, padding }: (typeof sizes)[number]) =>
  `${ci} to ${co} channels of ${h}x${w} by ${k.join("x")}, stride ${stride}, padding ${padding}`;

const inner = (a: Tensor, b: Tensor): Scalar => tf.sum(tf.mul(a, b));
const number = (x: Tensor): number => x.dataSync()[0] ?? NaN;

function close(actual: Tensor, wanted: Tensor, tolerance = 1e-5) {
  assert.deepEqual(actual.shape, wanted.shape);
  const [a, w] = [actual.dataSync(), wanted.dataSync()];
  w.forEach((v, i) => {
    assert.ok(Math.abs((a[i] ?? NaN) - v) <= tolerance * Math.max(1, Math.abs(v)), `${i}: ${a[i]}, not ${v}`);
  });
}

for (const size of sizes) {
  test(`convolve is TensorFlow.js's conv2d: ${nameOf(size)}`, () => {
    const { x, filters, options } = tensors(size);
    const rows = tf.transpose(x, [3, 1, 2, 0]) as tf.Tensor4D;
    const taps = tf.transpose(filters, [2, 3, 1, 0]) as tf.Tensor4D;
    const theirs = tf.conv2d(rows, taps, options.stride, options.padding === 0 ? "valid" : options.padding);
    close(tf.convolve(x, filters, options), tf.transpose(theirs, [3, 1, 2, 0]));
  });

  test(`the three convolutions are derivatives of one trilinear form: ${nameOf(size)}`, () => {
    const { x, filters, y, options } = tensors(size);
    const form = number(inner(y, tf.convolve(x, filters, options)));
    for (const same of [
      inner(x, tf.convolveTransposed(y, filters, options)),
      inner(filters, tf.filterGradient(x, y, options)),
    ])
      assert.ok(Math.abs(number(same) - form) <= 1e-4 * Math.max(1, Math.abs(form)));
  });

  test(`gradients are those of finite differences: ${nameOf(size)}`, () => {
    const { x, filters, y, options } = tensors(size);
    // Through a square, so that a gradient depends on the values.
    const squared =
      (f: (a: Tensor, b: Tensor, options: ConvolutionOptions) => Tensor) =>
      (...[a, b]: Tensor[]): Scalar =>
        tf.sum(tf.square(f(given(a), given(b), options)));
    assertGradients(squared(tf.convolve), [x, filters]);
    assertGradients(squared(tf.convolveTransposed), [y, filters]);
    assertGradients(squared(tf.filterGradient), [x, y]);
  });

  test(`gradients of gradients are those of finite differences: ${nameOf(size)}`, () => {
    const { x, filters, y, options } = tensors(size);
    // sum |d/da sum(f(a, b)^3)|^2, which differentiates each of the three through the other two.
    const steepness =
      (f: (a: Tensor, b: Tensor, options: ConvolutionOptions) => Tensor, which: 0 | 1) =>
      (...[a, b]: Tensor[]): Scalar => {
        const cubes = (left: Tensor, right: Tensor): Scalar =>
          tf.mul(0.05, tf.sum(tf.pow(tf.tanh(f(left, right, options)), 3)));
        return tf.sum(tf.square(given(tf.grads(cubes)([given(a), given(b)])[which])));
      };
    for (const which of [0, 1] as const) {
      assertGradients(steepness(tf.convolve, which), [x, filters]);
      assertGradients(steepness(tf.convolveTransposed, which), [y, filters]);
      assertGradients(steepness(tf.filterGradient, which), [x, y]);
    }
  });
}

test("R1 through a discriminator of convolutions: its gradient is that of finite differences", () => {
  const options = { stride: 2, padding: 1 };
  const discriminator = (x: Tensor, [v, b, w, u]: Tensor[]) => {
    const bias = tf.reshape(given(b), [-1, 1, 1, 1]);
    const first = tf.leakyRelu(tf.add(tf.convolve(x, given(v), options), bias), 0.2);
    const second = tf.leakyRelu(tf.convolve(first, given(w), options), 0.2);
    return tf.matMul(given(u), tf.reshape(second, [-1, 3]));
  };
  const real = normal([1, 8, 8, 3], 1);
  const weights = [
    normal([2, 1, 4, 4], 2, 0.4),
    normal([2], 5),
    normal([3, 2, 4, 4], 3, 0.4),
    normal([1, 12], 4),
  ];
  const r1 = (...all: Tensor[]): Scalar => {
    const slope = tf.grad(x => tf.sum(discriminator(x, all)))(real);
    return tf.mean(tf.sum(tf.square(slope), [0, 1, 2]));
  };
  assertGradients(r1, weights, { kinks: 0.4 });
});

test("a generator with batch normalisation: gradients of its slope are those of finite differences", () => {
  const options = { stride: 2, padding: 1 };
  const normalised = (x: Tensor) => {
    const mean = tf.mean(x, [1, 2, 3], true);
    const centred = tf.sub(x, mean);
    const variance = tf.mean(tf.square(centred), [1, 2, 3], true);
    return tf.div(centred, tf.sqrt(tf.add(variance, 1e-2)));
  };
  const generator = (z: Tensor, [v, w, gain]: Tensor[]) => {
    const first = tf.reshape(tf.matMul(given(v), z, false, true), [2, 2, 2, 3]);
    const maps = tf.mul(normalised(first), tf.reshape(given(gain), [2, 1, 1, 1]));
    return tf.tanh(tf.convolveTransposed(tf.relu(maps), given(w), options));
  };
  const z = normal([3, 2], 1);
  const weights = [normal([8, 2], 2), normal([2, 1, 4, 4], 3, 0.4), normal([2], 4)];
  const steepness = (...all: Tensor[]): Scalar =>
    tf.sum(tf.square(tf.grad(latents => tf.sum(tf.square(generator(latents, all))))(z)));
  assertGradients(steepness, weights, { kinks: 0.4, step: 5e-3 });
});

test("tensors that do not fit are refused, and the error says why", () => {
  const [x, filters] = [tf.zeros([2, 6, 6, 3]), tf.zeros([4, 2, 4, 4])];
  const refused = (work: () => unknown, why: RegExp) => {
    assert.throws(work, (error: Error) => error instanceof CompileError && why.test(error.message));
  };
  const options = { stride: 2, padding: 1 };
  refused(
    () => tf.convolve(tf.zeros([3, 6, 6, 3]), filters, options),
    /x has 3 channels, the filters take 2/,
  );
  refused(() => tf.convolve(tf.zeros([2, 7, 7, 3]), filters, options), /height would be 3.5/);
  refused(() => tf.convolve(tf.zeros([2, 36, 3]), filters, options), /four dimensions/);
  refused(() => tf.convolve(x, filters, { stride: 0, padding: 1 }), /stride is 0/);
  refused(() => tf.convolve(x, filters, { stride: 2, padding: 4 }), /padding is 4/);
  refused(() => tf.convolveTransposed(x, filters, options), /y has 2 channels, the filters give 4/);
  refused(() => tf.filterGradient(x, tf.zeros([4, 3, 3, 2]), options), /x has 3 rows, y has 2/);
  refused(() => tf.filterGradient(x, tf.zeros([4, 9, 9, 3]), options), /height would be -8/);
});
