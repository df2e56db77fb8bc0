// Every kernel of the table, compiled and run, against TensorFlow.js's own cpu backend.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import "../../test/support/convolution-kernels.ts";
import type { FunctionDefinition } from "../compiler/compile-function.ts";
import { kernels } from "../compiler/kernels.ts";
import { tf } from "../compiler/tensorflow.ts";
import type { Tensor } from "../compiler/tensorflow.ts";
import { given, normals } from "../../test/compiled/gan-like-step.ts";
import { uniform } from "../../test/support/uniform.ts";
import { openExecutor } from "./open-executor.ts";

before(() => tf.setBackend("cpu"));

type Binary = (x: Tensor, y: Tensor) => Tensor;

const float = (x: Tensor) => tf.cast(x, "float32");
/** Functions of two [4, 6] matrices. */
const functions: Record<string, Binary> = {
  sum: (x, y) => tf.add(x, y),
  "sum with a row": (x, y) => tf.add(x, tf.slice(y, [1, 0], [1, 6])),
  difference: (x, y) => tf.sub(x, y),
  product: (x, y) => tf.mul(x, y),
  quotient: (x, y) => tf.div(x, tf.add(tf.abs(y), 1)),
  maximum: (x, y) => tf.maximum(x, y),
  minimum: (x, y) => tf.minimum(x, y),
  power: (x, y) => tf.pow(tf.add(tf.abs(x), 0.1), y),
  "square root by power": x => tf.pow(tf.abs(x), 0.5),
  "sum of many": (x, y) => tf.addN([x, y, x, y]),
  "squared difference": (x, y) => tf.squaredDifference(x, y),
  comparisons: (x, y) =>
    tf.addN([
      tf.mul(float(tf.greater(x, y)), 1),
      tf.mul(float(tf.greaterEqual(x, x)), 2),
      tf.mul(float(tf.less(x, y)), 4),
      tf.mul(float(tf.lessEqual(x, y)), 8),
      tf.mul(float(tf.equal(x, tf.relu(x))), 16),
      tf.mul(float(tf.notEqual(x, tf.relu(x))), 32),
    ]),
  logic: (x, y) => {
    const [a, b] = [tf.greater(x, 0), tf.greater(y, 0)];
    return tf.add(float(tf.logicalAnd(a, b)), tf.mul(2, float(tf.logicalOr(a, tf.logicalNot(b)))));
  },
  where: (x, y) => tf.where(tf.greater(x, y), x, tf.mul(y, 2)),
  "a cast to bool": x => float(tf.cast(tf.relu(x), "bool")),
  "a cast to int32": x => float(tf.cast(tf.mul(x, 10), "int32")),
  absolute: x => tf.abs(x),
  negative: x => tf.neg(x),
  sign: x => tf.sign(x),
  exponential: x => tf.exp(x),
  logarithm: x => tf.log(tf.abs(x)),
  root: x => tf.sqrt(tf.abs(x)),
  reciprocal: x => tf.reciprocal(tf.add(tf.abs(x), 1)),
  "reciprocal root": x => tf.rsqrt(tf.add(tf.abs(x), 1)),
  square: x => tf.square(x),
  sine: x => tf.sin(x),
  cosine: x => tf.cos(x),
  "error function": x => tf.erf(x),
  tanh: x => tf.tanh(x),
  sigmoid: x => tf.sigmoid(x),
  softplus: x => tf.softplus(x),
  relu: x => tf.relu(x),
  "leaky relu": x => tf.leakyRelu(x, 0.3),
  elu: x => tf.elu(x),
  selu: x => tf.selu(x),
  floor: x => tf.floor(tf.mul(x, 3)),
  ceiling: x => tf.ceil(tf.mul(x, 3)),
  round: x => tf.round(tf.mul(x, 3)),
  step: x => tf.add(tf.step(x), tf.step(x, 0.25)),
  clip: x => tf.clipByValue(x, -0.4, 0.6),
  softmax: x => tf.softmax(x),
  "log softmax": x => tf.logSoftmax(x),
  sums: x => tf.add(tf.sum(x, 0), tf.sum(x)),
  means: x => tf.add(tf.mean(x, 1, true), tf.mean(x)),
  "maxima and minima": x => tf.sub(tf.max(x, -1), tf.min(x, 1)),
  "products over an axis": x => tf.prod(x, 0),
  "positions of extremes": x => tf.add(float(tf.argMax(x, 1)), float(tf.argMin(x, 1))),
  "matrix product": (x, y) => tf.matMul(x, y, false, true),
  "transposed matrix product": (x, y) => tf.matMul(x, y, true, false),
  "batch of matrix products": (x, y) =>
    tf.matMul(tf.reshape(x, [2, 2, 6]), tf.reshape(y, [2, 2, 6]), false, true),
  transposition: x => tf.transpose(x),
  "transposition of three": x => tf.transpose(tf.reshape(x, [2, 2, 6]), [2, 0, 1]),
  copy: x => tf.clone(x),
  shapes: x => tf.squeeze(tf.expandDims(tf.reshape(x, [3, -1]), 1)),
  "zeros and ones": x => tf.add(tf.zerosLike(x), tf.onesLike(x)),
  fill: x => tf.mul(x, tf.fill([4, 6], 3)),
  broadcast: x => tf.broadcastTo(tf.slice(x, [0, 0], [4, 1]), [4, 5]),
  tile: x => tf.tile(x, [2, 1]),
  concatenation: (x, y) => tf.concat([x, y, x], 1),
  stack: (x, y) => tf.stack([x, y], 1),
  unstack: x => tf.mul(tf.unstack(x, 1)[2] ?? x, 2),
  "split into equal parts": x => tf.add(...(tf.split(x, 2, 1) as [Tensor, Tensor])),
  "split into sizes": x => tf.mul(...(tf.split(x, [1, 3], 0) as [Tensor, Tensor])),
  slice: x => tf.slice(x, [1, 2], [2, -1]),
  pad: x =>
    tf.pad(
      x,
      [
        [1, 0],
        [0, 2],
      ],
      7,
    ),
  convolution: (x, y) =>
    tf.convolve(tf.reshape(x, [2, 3, 4, 1]), tf.reshape(y, [3, 2, 2, 2]), { stride: 1, padding: 0 }),
  "transposed convolution": (x, y) =>
    tf.convolveTransposed(tf.reshape(x, [3, 2, 4, 1]), tf.reshape(y, [3, 2, 2, 2]), {
      stride: 2,
      padding: 1,
    }),
  "gradient of a convolution's filters": (x, y) =>
    tf.filterGradient(tf.reshape(x, [2, 3, 4, 1]), tf.reshape(y, [12, 1, 2, 1]), { stride: 2, padding: 0 }),
  "a constant tensor": x => tf.add(x, tf.tensor2d([[1, 2, 3, 4, 5, 6]])),
  gradients: (x, y) => tf.grad(t => tf.sum(tf.tanh(tf.matMul(t, y, false, true))))(x),
};

const reached = new Set<string>();

for (const [name, fn] of Object.entries(functions))
  test(`compiled and eager agree: ${name}`, async () => {
    const [x, y] = [normals(24, uniform(5)), normals(24, uniform(6))];
    const definition = {
      state: {},
      inputs: { x: [6], y: [6] },
      rows: 4,
      run: inputs => ({ result: fn(given(inputs["x"]), given(inputs["y"])) }),
    } satisfies FunctionDefinition;
    const executor = await openExecutor({ device: "cpu", threads: 1, graphOptimization: "disabled" });
    const { result } = await executor.call(await executor.loadFunction(definition), 4, { x, y });
    await executor.close();
    assert.equal(tf.getBackend(), "cpu");
    const profile = await tf.profile(() => fn(tf.tensor2d(x, [4, 6]), tf.tensor2d(y, [4, 6])));
    for (const { name: kernelName } of profile.kernels) reached.add(kernelName);
    const wanted = [...(profile.result as Tensor).dataSync()];
    assert.equal(result?.length, wanted.length);
    wanted.forEach((w, i) => {
      const r = result[i] ?? NaN;
      assert.ok(Math.abs(r - w) <= 1e-5 * Math.max(1, Math.abs(w)), `value ${i} is ${r}, not ${w}`);
    });
  });

test("the functions above reach every kernel that the compiler knows", () => {
  assert.deepEqual(
    Object.keys(kernels).filter(name => !reached.has(name)),
    [],
  );
});
