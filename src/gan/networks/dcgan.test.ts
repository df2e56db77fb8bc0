import assert from "node:assert/strict";
import { before, test } from "node:test";
import "../../../test/support/convolution-kernels.ts";
import { assertGradients } from "../../../test/support/finite-differences.ts";
import { tf } from "../../compiler/tensorflow.ts";
import type { Scalar, Tensor } from "../../compiler/tensorflow.ts";
import { neighbour } from "../pairing/neighbour.ts";
import { r1 } from "../penalties/r1.ts";
import { dcganDiscriminator } from "./dcgan-discriminator.ts";
import { dcganGenerator } from "./dcgan-generator.ts";
import type { Parameter } from "./network.ts";

before(() => tf.setBackend("cpu"));

let seed = 1;
const normal = (shape: readonly number[], deviation = 1): Tensor =>
  tf.randomNormal([...shape], 0, deviation, "float32", seed++);
const weightsOf = (parameters: readonly Parameter[], deviation = 0.3): Tensor[] =>
  parameters.map(({ shape }) => normal(shape, deviation));
const shapesOf = (parameters: readonly Parameter[]): string[] =>
  parameters.map(({ name, shape }) => `${name} ${shape.join("x")}`);
const apart = (a: Tensor, b: Tensor): number => tf.max(tf.abs(tf.sub(a, b))).dataSync()[0] ?? NaN;

test("the generator starts at 4x4, of 28 pixels at 7x7, and doubles up to the samples", () => {
  const of = (size: number, colours: number) =>
    shapesOf(dcganGenerator({ latentSize: 5, sampleShape: [size, size, colours], channels: 2 }).parameters);
  assert.deepEqual(of(28, 1), [
    "0.weight 5x196",
    "0.scale 4",
    "0.shift 4",
    "1.weight 4x2x4x4",
    "1.scale 2",
    "1.shift 2",
    "2.weight 2x1x4x4",
    "2.bias 1",
  ]);
  assert.deepEqual(
    of(32, 3).filter(name => name.includes("weight")),
    ["0.weight 5x128", "1.weight 8x4x4x4", "2.weight 4x2x4x4", "3.weight 2x3x4x4"],
  );
  assert.deepEqual(
    of(64, 3).filter(name => name.includes("weight")),
    ["0.weight 5x256", "1.weight 16x8x4x4", "2.weight 8x4x4x4", "3.weight 4x2x4x4", "4.weight 2x3x4x4"],
  );
});

test("the discriminator is the generator's mirror without normalisation", () => {
  const of = (size: number, colours: number) =>
    shapesOf(dcganDiscriminator({ sampleShape: [size, size, colours], channels: 2, outputs: 1 }).parameters);
  assert.deepEqual(of(28, 1), [
    "0.weight 2x1x4x4",
    "0.bias 2",
    "1.weight 4x2x4x4",
    "1.bias 4",
    "2.weight 196x1",
    "2.bias 1",
  ]);
  assert.deepEqual(
    of(64, 3).filter(name => name.includes("weight")),
    ["0.weight 2x3x4x4", "1.weight 4x2x4x4", "2.weight 8x4x4x4", "3.weight 16x8x4x4", "4.weight 256x1"],
  );
});

test("other shapes of samples are refused", () => {
  for (const sampleShape of [[2], [20, 20, 1], [28, 32, 1], [28, 28]])
    assert.throws(() => dcganDiscriminator({ sampleShape, channels: 2, outputs: 1 }), RangeError);
});

for (const [size, colours] of [
  [28, 1],
  [32, 3],
  [64, 1],
] as const)
  test(`${size}x${size}x${colours}: samples lie in -1..1 and are scored one by one`, () => {
    seed = 100;
    const sampleShape = [size, size, colours];
    const generator = dcganGenerator({ latentSize: 3, sampleShape, channels: 1 });
    const latents = normal([4, 3]);
    const { samples, moments } = generator.generate(weightsOf(generator.parameters, 1), latents, null);
    assert.deepEqual(samples.shape, [4, size, size, colours]);
    const most = tf.max(tf.abs(samples)).dataSync()[0] ?? NaN;
    assert.ok(most > 0.5 && most <= 1, String(most));
    assert.deepEqual(
      moments.map(({ mean, variance }) => [mean.shape, variance.shape]),
      generator.normalised.map(({ shape }) => [shape, shape]),
    );
    const discriminator = dcganDiscriminator({ sampleShape, channels: 1, outputs: 1 });
    const weights = weightsOf(discriminator.parameters);
    const scores = discriminator.apply(weights, samples);
    assert.deepEqual(scores.shape, [4, 1]);
    const alone = discriminator.apply(weights, tf.slice(samples, [2, 0, 0, 0], [1, size, size, colours]));
    assert.ok(apart(alone, tf.slice(scores, [2, 0], [1, 1])) < 1e-4);
  });

const small = { latentSize: 3, sampleShape: [28, 28, 1], channels: 1 };

test("a batch is normalised by its own moments, or each sample by itself with those given", () => {
  seed = 200;
  const { parameters, generate } = dcganGenerator(small);
  const weights = weightsOf(parameters, 1);
  const [latents, others] = [normal([4, 3]), normal([4, 3])];
  const own = generate(weights, latents, null);
  assert.ok(apart(generate(weights, latents, own.moments).samples, own.samples) < 1e-5);
  const first = [1, 28, 28, 1];
  const mixed = tf.concat([tf.slice(latents, [0, 0], [1, 3]), others]);
  const ofFirst = (samples: Tensor): Tensor => tf.slice(samples, [0, 0, 0, 0], first);
  const alone = ofFirst(generate(weights, mixed, own.moments).samples);
  assert.ok(apart(alone, ofFirst(own.samples)) < 1e-5, "with given moments the others do not matter");
  assert.ok(
    apart(ofFirst(generate(weights, mixed, null).samples), ofFirst(own.samples)) > 1e-2,
    "else they do",
  );
});

test("moments are those of each map over places and batch", () => {
  seed = 300;
  const { parameters, generate } = dcganGenerator(small);
  const weights = weightsOf(parameters, 1);
  const latents = normal([8, 3]);
  const [first] = generate(weights, latents, null).moments;
  const dense = tf.reshape(tf.matMul(latents, tf.reshape(weights[0] ?? latents, [3, 98])), [8, 2, 49]);
  const { mean, variance } = tf.moments(dense, [0, 2]);
  assert.ok(first !== undefined && apart(tf.reshape(first.mean, [2]), mean) < 1e-5);
  assert.ok(apart(tf.reshape(first.variance, [2]), variance) < 1e-4);
});

test("R1 through convolutions: its gradient on the weights is that of finite differences", () => {
  seed = 400;
  const { parameters, apply } = dcganDiscriminator({ sampleShape: [28, 28, 1], channels: 1, outputs: 1 });
  const real = normal([2, 28, 28, 1]);
  const lines = () => real;
  assertGradients(
    (...w) => r1.value({ discriminate: x => apply(w, x), real, fake: real, lines }),
    weightsOf(parameters),
    { kinks: 0.6 },
  );
});

/** Scale and shift of the dense layer and the first filters: everything behind them is in their gradients. */
const INNER = [1, 4] as const;
const withInner = (weights: readonly Tensor[], inner: readonly Tensor[]): Tensor[] =>
  weights.toSpliced(INNER[0], inner.length, ...inner);

test("the generator's gradients through batch normalisation are those of finite differences", () => {
  seed = 500;
  const { parameters, generate } = dcganGenerator({ ...small, latentSize: 2 });
  const latents = normal([5, 2]);
  const target = normal([5, 28, 28, 1]);
  const weights = weightsOf(parameters);
  const loss = (...inner: Tensor[]): Scalar =>
    tf.mean(tf.mul(generate(withInner(weights, inner), latents, null).samples, target));
  assertGradients(loss, weights.slice(...INNER), { step: 3e-3, kinks: 0.6, tolerance: 0.05 });
});

test("pairing reuses the batch's moments, and its gradient reaches the generator through them", () => {
  seed = 600;
  const { parameters, generate } = dcganGenerator({ ...small, latentSize: 2 });
  const e = dcganDiscriminator({ sampleShape: [28, 28, 1], channels: 1, outputs: 3 });
  const embedding = weightsOf(e.parameters);
  const [latents, noise] = [normal([4, 2]), normal([4, 2])];
  const own = { latents, drawn: () => noise, knob: () => tf.scalar(0.5) };
  const near = tf.add(latents, tf.mul(noise, 0.5));
  const weights = weightsOf(parameters);
  const loss = (...inner: Tensor[]) => {
    const w = withInner(weights, inner);
    const { samples, moments } = generate(w, latents, null);
    const nearSamples = generate(w, near, moments).samples;
    const identity = (x: Tensor): Tensor => x;
    return neighbour.value({
      ...own,
      samples,
      otherLatents: near,
      otherSamples: () => nearSamples,
      generate: z => generate(w, z, moments).samples,
      embedSamples: x => e.apply(embedding, x),
      embedLatents: identity,
      features: identity,
    }).loss;
  };
  assertGradients(loss, weights.slice(...INNER), { step: 3e-3, kinks: 0.6, tolerance: 0.05 });
});
