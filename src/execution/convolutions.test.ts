// Convolutions, compiled and run, against their definition.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import "../../test/support/convolution-kernels.ts";
import { exportModel, type FunctionDefinition } from "../compiler/compile-function.ts";
import { tf } from "../compiler/tensorflow.ts";
import type { Tensor } from "../compiler/tensorflow.ts";
import { given, normals } from "../../test/compiled/gan-like-step.ts";
import { uniform } from "../../test/support/uniform.ts";
import { openModel } from "./model.ts";
import { openExecutor } from "./open-executor.ts";

before(() => tf.setBackend("cpu"));

type Shape = readonly number[];
type Tensors = Readonly<Record<string, Tensor>>;
type Net = (tensors: Tensors) => Tensor;

const options = { stride: 2, padding: 1 };
const sizeOf = (shape: Shape) => shape.reduce((a, b) => a * b, 1);
const valuesOf = (name: string, shape: Shape) =>
  normals(sizeOf(shape), uniform(Buffer.from(name).reduce((hash, byte) => hash * 31 + byte, 7)), 0.3);

/** Asserts that f is the same compiled for a fixed number of rows and computed by TensorFlow.js. */
async function assertCompiled(shapes: Readonly<Record<string, Shape>>, f: Net, tolerance = 1e-5) {
  const tensors = new Map(
    Object.entries(shapes).map(([name, shape]) => [name, { shape, data: valuesOf(name, shape) }]),
  );
  const definition: FunctionDefinition = {
    state: shapes,
    inputs: {},
    rows: 1,
    run: inputs => ({ result: f(inputs) }),
  };
  const executor = await openExecutor({ device: "cpu", threads: 1, graphOptimization: "disabled" });
  executor.put(tensors);
  const { result } = await executor.call(await executor.loadFunction(definition), 1, {});
  await executor.close();
  const eager = f(
    Object.fromEntries([...tensors].map(([name, { shape, data }]) => [name, tf.tensor(data, [...shape])])),
  );
  assertClose(result, eager.dataSync(), tolerance);
}

function assertClose(actual: ArrayLike<number> | undefined, wanted: ArrayLike<number>, tolerance = 1e-5) {
  assert.equal(actual?.length, wanted.length);
  const largest = Array.from(wanted).reduce((most, w) => Math.max(most, Math.abs(w)), 0);
  for (let i = 0; i < wanted.length; i++) {
    const [a, w] = [actual[i] ?? NaN, wanted[i] ?? NaN];
    assert.ok(Math.abs(a - w) <= tolerance * largest, `value ${i} is ${a}, not ${w} (of ${largest})`);
  }
}

/** Every way of computing: few and many channels, low and high images, strides and paddings. */
const layers = [
  { ci: 3, co: 4, h: 8, w: 8, k: 4, stride: 2, padding: 1 },
  { ci: 16, co: 20, h: 8, w: 6, k: 4, stride: 2, padding: 1 },
  { ci: 17, co: 3, h: 20, w: 12, k: 4, stride: 2, padding: 1 },
  { ci: 16, co: 3, h: 16, w: 18, k: 4, stride: 2, padding: 1 },
  { ci: 8, co: 3, h: 2, w: 4, k: 4, stride: 2, padding: 1 },
  { ci: 9, co: 5, h: 9, w: 9, k: 3, stride: 2, padding: 1 },
  { ci: 8, co: 2, h: 11, w: 8, k: 6, stride: 3, padding: 2 },
  { ci: 8, co: 3, h: 6, w: 5, k: 3, stride: 1, padding: 1 },
  { ci: 40, co: 2, h: 4, w: 4, k: 4, stride: 1, padding: 0 },
  { ci: 8, co: 2, h: 6, w: 6, k: 2, stride: 2, padding: 0 },
  { ci: 8, co: 2, h: 7, w: 7, k: 1, stride: 3, padding: 0 },
  { ci: 4, co: 2, h: 9, w: 9, k: 5, stride: 4, padding: 2 },
] as const;

for (const { ci, co, h, w, k, stride, padding } of layers) {
  const name = `${ci} to ${co} channels of ${h}x${w} by ${k}x${k}, stride ${stride}, padding ${padding}`;
  const out = (n: number) => (n + 2 * padding - k) / stride + 1;
  const [x, filters, y] = [
    [ci, h, w, 3],
    [co, ci, k, k],
    [co, out(h), out(w), 3],
  ];
  const own = { stride, padding };

  test(`compiled and by definition: convolve, ${name}`, () =>
    assertCompiled({ x, filters }, t => tf.convolve(given(t["x"]), given(t["filters"]), own)));
  test(`compiled and by definition: convolveTransposed, ${name}`, () =>
    assertCompiled({ y, filters }, t => tf.convolveTransposed(given(t["y"]), given(t["filters"]), own)));
  test(`compiled and by definition: filterGradient, ${name}`, () =>
    assertCompiled({ x, y }, t => tf.filterGradient(given(t["x"]), given(t["y"]), own)));
}

/** Latents [n, 4] to pictures [n, 8, 8, 3] by way of [C, H, W, n]. */
const generator: Net = t => {
  const first = tf.matMul(given(t["g0"]), given(t["z"]), false, true);
  const maps = tf.reshape(first, [6, 2, 2, -1]);
  const wider = tf.relu(tf.convolveTransposed(maps, given(t["g1"]), options));
  const picture = tf.tanh(tf.convolveTransposed(wider, given(t["g2"]), options));
  return tf.transpose(picture, [3, 1, 2, 0]);
};

/** Pictures [n, 8, 8, 3] to scores [n, 1]. */
const discriminator: Net = t => {
  const x = tf.transpose(given(t["x"]), [3, 1, 2, 0]);
  const first = tf.leakyRelu(tf.convolve(x, given(t["d0"]), options), 0.2);
  const second = tf.leakyRelu(tf.convolve(first, given(t["d1"]), options), 0.2);
  return tf.transpose(tf.matMul(given(t["d2"]), tf.reshape(second, [6 * 4, -1])));
};

const generatorShapes = { g0: [24, 4], g1: [6, 5, 4, 4], g2: [5, 3, 4, 4] };
const discriminatorShapes = { d0: [5, 3, 4, 4], d1: [6, 5, 4, 4], d2: [1, 24] };

for (const { name, net, shapes, input, row } of [
  { name: "generator", net: generator, shapes: generatorShapes, input: "z", row: [4] },
  { name: "discriminator", net: discriminator, shapes: discriminatorShapes, input: "x", row: [8, 8, 3] },
])
  test(`a ${name} of convolutions is exported for any number of rows`, async () => {
    const weights = new Map(
      Object.entries(shapes).map(([key, shape]) => [key, { shape, data: valuesOf(key, shape) }]),
    );
    const run = (inputs: Tensors) => ({ result: net(inputs) });
    const model = await openModel(exportModel({ weights, inputs: { [input]: row }, run }));
    const eager = Object.fromEntries(
      [...weights].map(([key, { shape, data }]) => [key, tf.tensor(data, shape)]),
    );
    for (const rows of [1, 2, 5]) {
      const values = valuesOf(`rows ${rows}`, [rows, ...row]);
      const { result } = await model.run(rows, { [input]: values });
      assertClose(result, net({ ...eager, [input]: tf.tensor(values, [rows, ...row]) }).dataSync());
    }
    await model.close();
  });

test("R1 through convolutions, compiled, is that of TensorFlow.js itself, with its gradients", () =>
  assertCompiled(
    { x: [3, 8, 8, 3], ...discriminatorShapes },
    t => {
      const real = tf.transpose(given(t["x"]), [0, 1, 2, 3]);
      const penalty = (...weights: Tensor[]) => {
        const [d0, d1, d2] = weights.map(given) as [Tensor, Tensor, Tensor];
        const slope = tf.grad(x => tf.sum(discriminator({ x, d0, d1, d2 })))(real);
        return tf.sum<tf.Scalar>(tf.square(slope));
      };
      const names = ["d0", "d1", "d2"] as const;
      const gradients = tf.grads(penalty)(names.map(name => given(t[name])));
      return tf.concat(gradients.map(g => tf.reshape(g, [-1])));
    },
    1e-4,
  ));
