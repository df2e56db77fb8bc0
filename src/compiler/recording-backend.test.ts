import assert from "node:assert/strict";
import { test } from "node:test";
import "@tensorflow/tfjs-backend-cpu";
import { given } from "../../test/compiled/gan-like-step.ts";
import { CompileError } from "./program.ts";
import { record } from "./recording-backend.ts";
import { tf } from "./tensorflow.ts";
import type { Tensor } from "./tensorflow.ts";

const scalarInput = { x: [] };
const xOf = (inputs: Readonly<Record<string, Tensor>>) => given(inputs["x"]);

test("a step with a gradient inside a gradient is recorded without computing", () => {
  const { outputs } = record({ x: [5, 3], w: [3, 2] }, ({ x, w }) => {
    const penalty = (weights: Tensor) =>
      tf.sum(tf.square(tf.grad(input => tf.sum(tf.tanh(tf.matMul(input, weights))))(given(x))));
    return { gradient: tf.grad(penalty)(given(w)) };
  });
  assert.deepEqual(outputs.get("gradient")?.shape, [3, 2]);
});

test("an unknown kernel is named, with those that are known", () => {
  assert.throws(
    () => record({ x: [4] }, inputs => ({ y: tf.cumsum(xOf(inputs)) })),
    (error: Error) =>
      error instanceof CompileError &&
      error.message.includes("kernel Cumsum") &&
      error.message.includes("Sigmoid"),
  );
});

test("looking at a value is refused with what to do instead", () => {
  for (const look of [(x: Tensor) => x.dataSync(), (x: Tensor) => x.arraySync(), (x: Tensor) => x.toString()])
    assert.throws(
      () =>
        record(scalarInput, inputs => {
          look(xOf(inputs));
          return {};
        }),
      /looks at a tensor's value.*tf.where/,
    );
});

test("a tensor made outside the function is a constant or refused, by where it was made", async () => {
  await tf.setBackend("recording");
  const two = tf.scalar(2);
  const { outputs } = record(scalarInput, inputs => ({ y: tf.mul(xOf(inputs), two) }));
  assert.equal(outputs.get("y")?.inputs[1]?.op, "Uniform");
  await tf.setBackend("cpu");
  const elsewhere = tf.scalar(2);
  assert.throws(() => record(scalarInput, inputs => ({ y: tf.mul(xOf(inputs), elsewhere) })), CompileError);
  let leaked: Tensor | undefined;
  record(scalarInput, inputs => {
    leaked = tf.keep(tf.neg(xOf(inputs)));
    return {};
  });
  assert.throws(() => record(scalarInput, () => ({ y: tf.neg(given(leaked)) })), /another computation/);
});

test("the backend that was in use is in use again, also after an error", async () => {
  await tf.setBackend("cpu");
  record(scalarInput, inputs => ({ y: tf.neg(xOf(inputs)) }));
  assert.equal(tf.getBackend(), "cpu");
  assert.throws(() => record(scalarInput, () => raise()), /on purpose/);
  assert.equal(tf.getBackend(), "cpu");
  assert.deepEqual([...tf.neg(1).dataSync()], [-1]);
});

test("recording leaves no tensors behind", async () => {
  await tf.setBackend("cpu");
  const before = tf.memory().numTensors;
  record({ x: [5, 3] }, inputs => ({ y: tf.grad(x => tf.sum(tf.tanh(x)))(xOf(inputs)) }));
  assert.equal(tf.memory().numTensors, before);
});

test("operations outside a recording say that they compute nothing", async () => {
  await tf.setBackend("recording");
  assert.throws(() => tf.neg(tf.scalar(1)), /compute nothing here/);
  await tf.setBackend("cpu");
});

test("text cannot be recorded", () => {
  assert.throws(() => record(scalarInput, () => ({ y: tf.tensor1d(["a"]) })), /type string/);
});

function raise(): never {
  throw new Error("on purpose");
}
