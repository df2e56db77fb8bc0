import assert from "node:assert/strict";
import { test } from "node:test";
import { CompileError } from "./program.ts";
import { record } from "./recording-backend.ts";
import { tf } from "./tensorflow.ts";
import type { Tensor } from "./tensorflow.ts";

const shapes = { x: [8, 2], y: [8, 3], column: [8, 1] };

type Given = Readonly<Record<keyof typeof shapes, Tensor>>;

/** Operations whose operands do not go together, which TensorFlow.js itself lets through to its backend or not. */
const wrong: Readonly<Record<string, (given: Given) => Tensor>> = {
  add: ({ x, y }) => tf.add(x, y),
  "squared difference": ({ x, y }) => tf.squaredDifference(x, y),
  "not equal": ({ x, y }) => tf.cast(tf.notEqual(x, y), "float32"),
  where: ({ x, y }) => tf.where(tf.greater(x, 0), x, y),
  "matrix product": ({ x, y }) => tf.matMul(x, y),
  "transposed product": ({ x, y }) => tf.matMul(x, y, false, true),
  reshape: ({ x, y }) => tf.add(tf.reshape(x, [8, 3]), y),
  "reshape to the rest": ({ y }) => tf.reshape(y, [7, -1]),
  concat: ({ x, y }) => tf.concat([x, y]),
  stack: ({ x, y }) => tf.stack([x, y]),
  slice: ({ x }) => tf.slice(x, [0, 1], [8, 2]),
  split: ({ y }) => tf.split(y, 2, 1)[0] ?? y,
  "split by sizes": ({ x }) => tf.split(x, [3, 4])[0] ?? x,
  "sum over an axis that is not there": ({ x }) => tf.sum(x, 2),
};

for (const [name, run] of Object.entries(wrong))
  test(`${name}: operands that do not go together are refused where they meet`, () => {
    const recorded = () => record(shapes, given => ({ result: run(given) }));
    assert.throws(recorded, error => {
      assert.ok(error instanceof Error);
      assert.match(error.message, /\d/);
      return error instanceof CompileError || /must|should|shape|axis/i.test(error.message);
    });
  });

test("operands of which one is repeated go together", () => {
  const sum = ({ x, y, column }: Given) => tf.add(tf.sum(tf.mul(x, column)), tf.sum(tf.mul(column, y)));
  assert.equal(record(shapes, given => ({ sum: sum(given as Given) })).outputs.get("sum")?.shape.length, 0);
});
