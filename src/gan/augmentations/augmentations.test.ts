// Augmentations against the same written plainly, pixel by pixel, and their gradients of first and second order.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import "@tensorflow/tfjs-backend-cpu";
import { assertExactGradients, normalDraws, tensorOf } from "../../../test/support/double-differences.ts";
import type { Held } from "../../../test/support/double-differences.ts";
import { uniform } from "../../../test/support/uniform.ts";
import { tf } from "../../compiler/tensorflow.ts";
import type { Scalar, Tensor } from "../../compiler/tensorflow.ts";
import { augmentations as catalog } from "../../experiment/catalog.ts";
import type { AugmentationName } from "../../experiment/catalog.ts";
import { penalties } from "../penalties/index.ts";
import { AUGMENTATION_DRAWS, augmented } from "./index.ts";

before(() => tf.setBackend("cpu"));

const names = Object.keys(catalog) as AugmentationName[];

/** x[i][j][c] of an image. */
type Image = readonly (readonly (readonly number[])[])[];
type Plain = (image: Image, u: readonly number[]) => Image;

const each = (image: Image, f: (x: number, i: number, j: number, c: number) => number): Image =>
  image.map((row, i) => row.map((pixel, j) => pixel.map((x, c) => f(x, i, j, c))));
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
const sizeOf = (image: Image): readonly [number, number] => [image.length, image[0]?.length ?? 0];

/** One of the numbers from `from` to `to`, by a draw. */
const pick = (u: number | undefined, from: number, to: number): number =>
  from + Math.floor((u ?? NaN) * (to - from + 1));

const plain: Readonly<Record<AugmentationName, Plain>> = {
  color(image, [b = NaN, s = NaN, k = NaN]) {
    const bright = each(image, x => x + b - 0.5);
    const saturated = bright.map(row =>
      row.map(pixel => pixel.map(x => mean(pixel) + 2 * s * (x - mean(pixel)))),
    );
    const middle = mean(saturated.flat(2));
    return each(saturated, x => middle + (k + 0.5) * (x - middle));
  },
  translation(image, [, , , a, b]) {
    const [down, right] = sizeOf(image).map((size, axis) => {
      const most = Math.floor(size * 0.125 + 0.5);
      return pick(axis === 0 ? a : b, -most, most);
    });
    return each(image, (_, i, j, c) => image[i + (down ?? NaN)]?.[j + (right ?? NaN)]?.[c] ?? 0);
  },
  cutout(image, [, , , , , a, b]) {
    const [rows, columns] = sizeOf(image).map((size, axis) => {
      const cut = Math.floor(size * 0.5 + 0.5);
      // As the authors place it: a corner that leaves half of it inside at least.
      const corner = pick(axis === 0 ? a : b, 0, size - (cut % 2)) - Math.floor(cut / 2);
      return (at: number): boolean => at >= corner && at < corner + cut;
    });
    return each(image, (x, i, j) => (rows?.(i) && columns?.(j) ? 0 : x));
  },
};

/** Draws of which some lie at the ends. */
function draws(seed: number, batch: number): Held {
  const random = uniform(seed);
  const last = 1 - 2 ** -24;
  const data = Float32Array.from({ length: batch * AUGMENTATION_DRAWS }, () => {
    const u = random();
    return u < 0.1 ? 2 ** -33 : Math.min(u < 0.2 ? last : random(), last);
  });
  return { shape: [batch, AUGMENTATION_DRAWS], data };
}

const shapes = [
  [8, 8, 3],
  [9, 12, 3],
  [28, 28, 1],
  [5, 3, 2],
  [2, 7, 1],
] as const;

const orders: readonly (readonly AugmentationName[])[] = [
  ...names.map(name => [name]),
  names,
  names.toReversed(),
];

for (const order of orders)
  test(`${order.join(", ")}: every pixel is that of the plain definition`, () => {
    for (const shape of shapes) {
      const batch = 40;
      const images = normalDraws(3)([batch, ...shape]);
      const drawn = draws(5, batch);
      const given = tensorOf(images).arraySync() as unknown as Image[];
      const u = tensorOf(drawn).arraySync() as number[][];
      const wanted = given.map((image, i) => order.reduce((x, name) => plain[name](x, u[i] ?? []), image));
      const found = augmented(tensorOf(images), order, tensorOf(drawn));
      assert.deepEqual(found.shape, [batch, ...shape]);
      const off = tf.max(tf.abs(tf.sub(found, tf.tensor(wanted.flat(3), found.shape)))).dataSync()[0] ?? NaN;
      assert.ok(off < 1e-5, `${shape.join("x")}: off by ${off}`);
    }
  });

test("more samples than draws take the same ones again, row by row", () => {
  const images = tensorOf(normalDraws(4)([3, 8, 8, 3]));
  const drawn = tensorOf(draws(6, 3));
  const once = augmented(images, names, drawn);
  const twice = augmented(tf.concat([images, images]), names, drawn);
  assert.deepEqual(twice.arraySync(), tf.concat([once, once]).arraySync());
  const some = augmented(tf.slice(images, [0, 0, 0, 0], [2, -1, -1, -1]), names, drawn);
  assert.deepEqual(some.arraySync(), tf.slice(once, [0, 0, 0, 0], [2, -1, -1, -1]).arraySync());
});

/** Images, draws, and a small discriminator of them with its weights. */
function setup(shape: readonly number[]) {
  const draw = normalDraws(7);
  const batch = 3;
  const values = shape.reduce((a, b) => a * b, 1);
  const [real, fake] = [draw([batch, ...shape]), draw([batch, ...shape])];
  const drawn = draws(8, batch);
  const weights = [draw([values, 5], 0.3), draw([5], 0.3), draw([5, 1])];
  const judge = (
    order: readonly AugmentationName[],
    [first, bias, last]: readonly Tensor[],
    x: Tensor,
  ): Tensor => {
    if (!first || !bias || !last) throw new RangeError("three weights");
    const flat = tf.reshape(augmented(x, order, tensorOf(drawn)), [batch, values]);
    return tf.matMul(tf.tanh(tf.add(tf.matMul(flat, first), bias)), last);
  };
  return { batch, real, fake, weights, judge };
}

for (const order of [...names.map(name => [name]), names])
  for (const shape of [
    [5, 4, 2],
    [8, 8, 1],
  ]) {
    const title = `${order.join(", ")} of ${shape.join("x")}`;

    test(`${title}: gradients of scores on samples are those of finite differences`, () => {
      const { fake, weights, judge } = setup(shape);
      const ofFake = (x: Tensor): Scalar =>
        tf.mean(tf.softplus(tf.neg(judge(order, weights.map(tensorOf), x))));
      assertExactGradients(ofFake, [fake]);
    });

    for (const [name, penalty] of Object.entries(penalties))
      test(`${title}: ${name} through them has the gradients of finite differences, on weights and samples`, () => {
        const { batch, real, fake, weights, judge } = setup(shape);
        const lines: Held = { shape: [batch, 1], data: Float32Array.of(0.2, 0.5, 0.9) };
        assertExactGradients(
          (x, y, ...w) =>
            penalty.value({
              discriminate: at => judge(order, w, at),
              real: x,
              fake: y,
              lines: () => tensorOf(lines),
            }),
          [real, fake, ...weights],
        );
      });
  }

test("penalties see gradients on samples as they are: what is cut out has none", () => {
  const { batch, real, fake, weights, judge } = setup([8, 8, 1]);
  const slopes = tf.grad(x => tf.sum(judge(["cutout"], weights.map(tensorOf), x)))(tensorOf(real));
  const seen = augmented(tf.onesLike(tensorOf(real)), ["cutout"], tensorOf(draws(8, batch)));
  const hidden = tf.sum(tf.abs(tf.mul(slopes, tf.sub(1, seen)))).dataSync()[0];
  assert.equal(hidden, 0);
  assert.ok((tf.sum(tf.sub(1, seen)).dataSync()[0] ?? 0) > 0);
  const squared = tf.mean(tf.sum(tf.square(slopes), [1, 2, 3])).dataSync()[0] ?? NaN;
  const r1 = penalties.r1.value({
    discriminate: x => judge(["cutout"], weights.map(tensorOf), x),
    real: tensorOf(real),
    fake: tensorOf(fake),
    lines: () => tf.zeros([batch, 1]),
  });
  assert.ok(Math.abs((r1.dataSync()[0] ?? NaN) - squared) < 1e-5);
});

test("saturation changes coloured images alone, brightness and contrast every one", () => {
  for (const channels of [1, 3]) {
    const images = tensorOf(normalDraws(9)([1, 8, 8, channels]));
    const seen = (draw: number, u: number): string => {
      const drawn = Array.from({ length: AUGMENTATION_DRAWS }, (_, i) => (i === draw ? u : 0.5));
      return JSON.stringify(
        augmented(images, ["color"], tf.tensor(drawn, [1, AUGMENTATION_DRAWS])).arraySync(),
      );
    };
    const changes = [0, 1, 2].map(draw => seen(draw, 0.2) !== seen(draw, 0.7));
    assert.deepEqual(changes, [true, channels > 1, true]);
  }
});
