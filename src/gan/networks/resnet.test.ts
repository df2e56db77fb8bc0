import assert from "node:assert/strict";
import { before, test } from "node:test";
import "../../../test/support/convolution-kernels.ts";
import { assertExactGradients, normalDraws, tensorOf } from "../../../test/support/double-differences.ts";
import type { Held } from "../../../test/support/double-differences.ts";
import { tf } from "../../compiler/tensorflow.ts";
import type { Tensor } from "../../compiler/tensorflow.ts";
import { r1 } from "../penalties/r1.ts";
import { r2 } from "../penalties/r2.ts";
import type { Parameter } from "./network.ts";
import { downsample, upsample } from "./resampling.ts";
import { resnetDiscriminator } from "./resnet-discriminator.ts";
import { resnetGenerator } from "./resnet-generator.ts";
import { blocksOf } from "./resnet-layers.ts";

before(() => tf.setBackend("cpu"));

const drawn = (parameters: readonly Parameter[], draws: ReturnType<typeof normalDraws>): Held[] =>
  parameters.map(({ shape }) => draws(shape, 0.4));
const shapesOf = (parameters: readonly Parameter[]): string[] =>
  parameters.map(({ name, shape }) => `${name} ${shape.join("x")}`);
const apart = (a: Tensor, b: Tensor): number => tf.max(tf.abs(tf.sub(a, b))).dataSync()[0] ?? NaN;
const digits = { sampleShape: [28, 28, 1], channels: 2, blocks: 1, groups: 2 };

test("the generator goes from 7x7 or 4x4 up to the samples, its maps halving", () => {
  assert.deepEqual(shapesOf(resnetGenerator(5, digits).parameters), [
    "latent.weight 5x8",
    "picture 8x7x7",
    "0.block.0.1.weight 16x8x1x1",
    "0.block.0.1.bias 16",
    "0.block.0.2.weight 16x8x3x3",
    "0.block.0.2.bias 16",
    "0.block.0.3.weight 8x16x1x1",
    "1.enter.weight 4x8x1x1",
    "1.block.0.1.weight 8x4x1x1",
    "1.block.0.1.bias 8",
    "1.block.0.2.weight 8x4x3x3",
    "1.block.0.2.bias 8",
    "1.block.0.3.weight 4x8x1x1",
    "2.enter.weight 2x4x1x1",
    "2.block.0.1.weight 4x2x1x1",
    "2.block.0.1.bias 4",
    "2.block.0.2.weight 4x2x3x3",
    "2.block.0.2.bias 4",
    "2.block.0.3.weight 2x4x1x1",
    "colours.weight 1x2x1x1",
  ]);
  const outer = (size: number) =>
    shapesOf(resnetGenerator(5, { ...digits, sampleShape: [size, size, 3], blocks: 2 }).parameters).filter(
      name => !name.includes("block"),
    );
  assert.deepEqual(outer(32), [
    "latent.weight 5x16",
    "picture 16x4x4",
    "1.enter.weight 8x16x1x1",
    "2.enter.weight 4x8x1x1",
    "3.enter.weight 2x4x1x1",
    "colours.weight 3x2x1x1",
  ]);
  assert.deepEqual(outer(64).slice(0, 3), [
    "latent.weight 5x32",
    "picture 32x4x4",
    "1.enter.weight 16x32x1x1",
  ]);
});

test("the discriminator is its mirror", () => {
  const names = shapesOf(resnetDiscriminator({ ...digits, blocks: 2, groups: 1 }, 3).parameters);
  assert.deepEqual(
    names.filter(name => !name.includes("block")),
    [
      "colours.weight 2x1x1x1",
      "0.leave.weight 4x2x1x1",
      "1.leave.weight 8x4x1x1",
      "picture 8x7x7",
      "score.weight 8x3",
    ],
  );
  assert.equal(names.filter(name => name.includes(".2.weight")).length, 6, "two blocks of three resolutions");
  assert.ok(names.includes("2.block.1.2.weight 16x16x3x3"));
});

test("weights begin N(0, g / sqrt(fan in)), a block as the identity", () => {
  const deviations = new Map(
    [
      ...resnetGenerator(64, { ...digits, channels: 4, blocks: 3 }).parameters,
      ...resnetDiscriminator({ ...digits, channels: 4, blocks: 3 }, 1).parameters.filter(
        ({ name }) => name === "score.weight",
      ),
    ].map(({ name, initializer }) => [
      name,
      initializer.kind === "normal"
        ? initializer.deviation
        : initializer.kind === "constant"
          ? initializer.value
          : NaN,
    ]),
  );
  const gain = Math.sqrt(2 / 1.04) * 9 ** (-1 / 4);
  const expected = {
    "latent.weight": 1 / 8,
    picture: 1,
    // 16 maps at 7x7.
    "0.block.2.1.weight": gain / 4,
    "0.block.2.1.bias": 0,
    // 3x3 of half of the 32 maps inside.
    "0.block.2.2.weight": gain / 12,
    "0.block.2.2.bias": 0,
    "0.block.2.3.weight": 0,
    "1.enter.weight": 1 / 4,
    "colours.weight": 1 / 2,
    "score.weight": 1 / 4,
  };
  for (const [name, deviation] of Object.entries(expected))
    assert.ok(
      Math.abs((deviations.get(name) ?? NaN) - deviation) < 1e-12,
      `${name}: ${deviations.get(name)}`,
    );
  const picture = resnetDiscriminator(digits, 1).parameters.find(({ name }) => name === "picture");
  assert.deepEqual(picture?.initializer, { kind: "normal", deviation: 1 / 7 });
});

test("resampling is by [1 3 3 1], down half the adjoint of up", () => {
  const draws = normalDraws(1);
  const [small, large] = [tensorOf(draws([2, 3, 3, 2])), tensorOf(draws([2, 6, 6, 2]))];
  const row = tf.tile(tf.tensor([1, 2, 4], [1, 1, 3, 1]), [1, 3, 1, 1]);
  const middle = tf.slice(upsample(row), [0, 2, 0, 0], [1, 1, 6, 1]);
  assert.deepEqual([...middle.dataSync()], [0.75, 1.25, 1.75, 2.5, 3.5, 3]);
  const wide = tf.tile(tf.tensor([1, 2, 4, 8], [1, 1, 4, 1]), [1, 4, 1, 1]);
  const first = tf.slice(downsample(wide), [0, 0, 0, 0], [1, 1, 2, 1]);
  // The upper edge loses an eighth.
  assert.deepEqual([...first.dataSync()], [(3 + 6 + 4) / 8 * (7 / 8), (2 + 12 + 24) / 8 * (7 / 8)]); // prettier-ignore
  const product = (a: Tensor, b: Tensor): number => tf.sum(tf.mul(a, b)).dataSync()[0] ?? NaN;
  assert.ok(Math.abs(product(upsample(small), large) - 4 * product(small, downsample(large))) < 1e-5);
});

test("groups of maps do not meet in the 3x3 convolution, and the block adds to what it is given", () => {
  const draws = normalDraws(2);
  const layer = blocksOf("b", 2, { ...digits, groups: 4 }, 1);
  const weights = drawn(layer.parameters, draws).map(tensorOf);
  const x = tensorOf(draws([2, 5, 5, 3]));
  const filters = weights[2] ?? x;
  assert.deepEqual(filters.shape, [4, 1, 3, 3]);
  const whole = blocksOf("b", 2, { ...digits, groups: 1 }, 1);
  const apartFromEachOther = tf.mul(filters, tf.reshape(tf.eye(4), [4, 4, 1, 1]));
  const expected = whole.apply(weights.toSpliced(2, 1, apartFromEachOther), x);
  assert.ok(apart(layer.apply(weights, x), expected) < 1e-5);
  assert.ok(apart(expected, x) > 1e-2);
  assert.ok(apart(layer.apply(weights.toSpliced(4, 1, tf.zerosLike(weights[4] ?? x)), x), x) === 0);
});

for (const [size, colours] of [
  [28, 1],
  [32, 3],
  [64, 1],
] as const)
  test(`${size}x${size}x${colours}: samples are made and scored one by one, from the features`, () => {
    const draws = normalDraws(size);
    const spec = { sampleShape: [size, size, colours], channels: 1, blocks: 1, groups: 1 };
    const generator = resnetGenerator(3, spec);
    const w = drawn(generator.parameters, draws).map(tensorOf);
    const latents = tensorOf(draws([3, 3]));
    const { samples } = generator.generate(w, latents, null);
    assert.deepEqual(samples.shape, [3, size, size, colours]);
    const alone = generator.generate(w, tf.slice(latents, [1, 0], [1, 3]), null).samples;
    assert.ok(apart(alone, tf.slice(samples, [1, 0, 0, 0], [1, size, size, colours])) < 1e-4);
    const discriminator = resnetDiscriminator(spec, 2);
    const weights = drawn(discriminator.parameters, draws).map(tensorOf);
    const scores = discriminator.apply(weights, samples);
    assert.deepEqual(scores.shape, [3, 2]);
    assert.ok(apart(discriminator.apply(weights, alone), tf.slice(scores, [1, 0], [1, 2])) < 1e-4);
    const features = discriminator.features(weights, samples);
    assert.deepEqual(features.shape, [3, size === 28 ? 4 : size / 4]);
    assert.ok(apart(tf.matMul(features, weights.at(-1) as never), scores) < 1e-4);
  });

const tiny = { sampleShape: [28, 28, 1], channels: 1, blocks: 1, groups: 2 };
/** Of the weights those that differences are taken of: few, behind and before everything. */
const some = (parameters: readonly Parameter[]): number[] =>
  parameters.flatMap(({ name }, i) =>
    /^(colours|latent|score|1\.(enter|leave))|bias|^(0|2)\.block\.0\.3/.test(name) ? [i] : [],
  );

for (const [name, penalty] of Object.entries({ r1, r2 }))
  test(`${name} through a residual discriminator: its gradient is that of finite differences`, () => {
    const draws = normalDraws(10);
    const { parameters, apply } = resnetDiscriminator(tiny, 1);
    const weights = drawn(parameters, draws);
    const [real, fake] = [draws([1, 28, 28, 1]), draws([1, 28, 28, 1])];
    const moved = some(parameters);
    assertExactGradients(
      (...given) => {
        const all = weights.map((held, i) => given[moved.indexOf(i)] ?? tensorOf(held));
        return penalty.value({
          discriminate: x => apply(all, x),
          real: tensorOf(real),
          fake: tensorOf(fake),
          lines: () => tensorOf(fake),
        });
      },
      moved.map(i => weights[i] ?? real),
    );
  });

test("a residual generator's gradients through a residual discriminator are those of finite differences", () => {
  const draws = normalDraws(20);
  const whole = { ...tiny, groups: 1 };
  const [g, d] = [resnetGenerator(2, whole), resnetDiscriminator(whole, 1)];
  const [weights, judging, latents] = [drawn(g.parameters, draws), drawn(d.parameters, draws), draws([1, 2])];
  const moved = some(g.parameters);
  assertExactGradients(
    (...given) => {
      const all = weights.map((held, i) => given[moved.indexOf(i)] ?? tensorOf(held));
      const { samples } = g.generate(all, tensorOf(latents), null);
      return tf.mean(d.apply(judging.map(tensorOf), samples));
    },
    moved.map(i => weights[i] ?? latents),
  );
});
