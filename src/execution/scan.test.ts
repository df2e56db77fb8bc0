// What a compiled step promises to the training loop.
import assert from "node:assert/strict";
import { test } from "node:test";
import { compileStep, type StepDefinition } from "../compiler/compile-step.ts";
import { CompileError } from "../compiler/program.ts";
import { tf } from "../compiler/tensorflow.ts";
import { firstState, ganLikeStep, given, inputsOf } from "../../test/compiled/gan-like-step.ts";
import { uniform } from "../../test/support/uniform.ts";
import { ExecutionError } from "./executor.ts";
import { openSession } from "./onnx-runtime.ts";
import { openExecutor } from "./open-executor.ts";

const cpu = { device: "cpu", threads: 1, graphOptimization: "all" } as const;

const gan = ganLikeStep({ width: 16, batch: 24, paired: 12, r1: 1, activation: x => tf.relu(x) });
const definition = { state: gan.state, inputs: gan.inputs, step: gan.step };
const program = compileStep(definition);

/** A step of one number: adds an input to it, and tells the sum and its square. */
const counting: StepDefinition = {
  state: { sum: [], factor: [], unused: [3] },
  inputs: { by: [], ignored: [2] },
  step: ({ sum, factor, by }) => {
    const next = tf.add(given(sum), tf.mul(given(by), given(factor)));
    return { sum: next, square: tf.square(next), before: given(sum), again: next };
  },
};

async function openCounter() {
  const executor = await openExecutor(cpu);
  executor.put(
    new Map([
      ["sum", { shape: [], data: Float32Array.of(0) }],
      ["factor", { shape: [], data: Float32Array.of(2) }],
    ]),
  );
  const loaded = await executor.loadStep(counting);
  const run = (steps: number, by: Float32Array) =>
    executor.step(loaded, steps, { by, ignored: new Float32Array(2 * steps) });
  const sum = async () => (await executor.get(["sum"])).get("sum")?.data[0];
  return { executor, loaded, run, sum };
}

for (const slices of [[10], [1, 1, 1, 1, 1, 1, 1, 1, 1, 1], [3, 7], [9, 1], [2, 3, 5]])
  test(`ten steps give the same bytes in calls of ${slices.join(", ")}`, async () => {
    const inputs = inputsOf(gan.inputs, 10, 11);
    const run = async (lengths: readonly number[]) => {
      const executor = await openExecutor(cpu);
      executor.put(firstState(gan, uniform(5)));
      const loaded = await executor.loadStep(definition);
      const losses: number[] = [];
      let from = 0;
      for (const length of lengths) {
        const part = Object.entries(inputs).map(([name, all]) => {
          const size = all.length / 10;
          return [name, all.slice(from * size, (from + length) * size)] as const;
        });
        const scalars = await executor.step(loaded, length, Object.fromEntries(part));
        losses.push(...(scalars["lossD"] ?? []), ...(scalars["lossG"] ?? []));
        from += length;
      }
      const state = await executor.get(program.updated);
      await executor.close();
      return { state, losses: losses.sort() };
    };
    assert.deepEqual(await run(slices), await run([10]));
  });

test("scalars of every step come stacked, and the state is the last one", async () => {
  const { executor, run, sum } = await openCounter();
  const scalars = await run(3, Float32Array.of(1, 2, 3));
  assert.deepEqual([...(scalars["square"] ?? [])], [4, 36, 144]);
  assert.deepEqual([...(scalars["before"] ?? [])], [0, 2, 6]);
  assert.deepEqual([...(scalars["again"] ?? [])], [2, 6, 12]);
  assert.equal(await sum(), 12);
  await executor.close();
});

test("a program tells what it reads and changes", () => {
  const counter = compileStep(counting);
  assert.deepEqual(counter.state, { sum: [], factor: [] });
  assert.deepEqual(counter.updated, ["sum"]);
  assert.deepEqual(counter.outputs, ["square", "before", "again"]);
  assert.ok((program.census["Gemm"] ?? 0) > 20);
});

test("compiling again gives the same bytes", () => {
  const again = compileStep(definition);
  assert.deepEqual(again.onnx, program.onnx);
});

test("a failed call leaves the state as it was", async () => {
  const { executor, loaded, run, sum } = await openCounter();
  await run(1, Float32Array.of(4));
  await assert.rejects(run(2, Float32Array.of(4)), /The input by has 1 values; \[2\] needs 2/);
  await assert.rejects(run(0, new Float32Array()), ExecutionError);
  await assert.rejects(executor.step(loaded, 1, {}), /The input by is missing/);
  await assert.rejects(executor.call(loaded, 1, {}), /This is a step program/);
  assert.equal(await sum(), 8);
  await executor.close();
});

test("state that is missing or misshapen is named", async () => {
  const executor = await openExecutor(cpu);
  const loaded = await executor.loadStep(counting);
  const inputs = { by: Float32Array.of(1), ignored: new Float32Array(2) };
  await assert.rejects(executor.step(loaded, 1, inputs), /no state tensor sum/);
  await assert.rejects(executor.get(["nothing"]), /no state tensor nothing/);
  executor.put(new Map([["sum", { shape: [2], data: new Float32Array(2) }]]));
  await assert.rejects(executor.step(loaded, 1, inputs), /The state sum is \[2\]; the program needs \[\]/);
  assert.throws(() => {
    executor.put(new Map([["sum", { shape: [3], data: new Float32Array(2) }]]));
  }, /has 2 values; \[3\] needs 3/);
  await executor.unload(loaded);
  await assert.rejects(executor.step(loaded, 1, inputs), /not loaded/);
  await executor.close();
});

test("what is put in or got out is a copy", async () => {
  const executor = await openExecutor(cpu);
  const data = Float32Array.of(1, 2);
  executor.put(new Map([["v", { shape: [2], data }]]));
  data[0] = 9;
  const got = (await executor.get(["v"])).get("v");
  assert.deepEqual([...(got?.data ?? [])], [1, 2]);
  if (got) got.data[1] = 9;
  assert.deepEqual([...((await executor.get(["v"])).get("v")?.data ?? [])], [1, 2]);
  await executor.close();
});

test("bytes that are no model are refused without a word on the terminal", async () => {
  await assert.rejects(openSession(Uint8Array.of(1, 2, 3), cpu), ExecutionError);
});

test("a value that is not a number reaches the losses and the state", async () => {
  for (const broken of [NaN, Infinity]) {
    const executor = await openExecutor(cpu);
    const state = firstState(gan, uniform(5));
    const weights = state.get("D.p");
    if (weights) weights.data[100] = broken;
    executor.put(state);
    const scalars = await executor.step(await executor.loadStep(definition), 2, inputsOf(gan.inputs, 2, 1));
    assert.ok(!Number.isFinite(scalars["lossD"]?.[1]));
    const after = (await executor.get(["D.p"])).get("D.p")?.data ?? new Float32Array();
    assert.ok(!after.every(Number.isFinite));
    await executor.close();
  }
});

test("steps that cannot be compiled are refused with their name", () => {
  const shapes = { state: { a: [2] }, inputs: { b: [2] } };
  assert.throws(
    () => compileStep({ ...shapes, step: ({ a }) => ({ a: tf.sum(given(a)) }) }),
    /gives a the shape \[\]; it must be \[2\]/,
  );
  assert.throws(
    () => compileStep({ ...shapes, step: ({ b }) => ({ c: given(b) }) }),
    /gives c the shape \[2\]/,
  );
  assert.throws(() => compileStep({ state: { a: [] }, inputs: { a: [] }, step: () => ({}) }), CompileError);
});

test("memory stays flat over thousands of calls", async () => {
  const wide: StepDefinition = {
    state: { v: [5000] },
    inputs: { by: [] },
    step: ({ v, by }) => ({ v: tf.add(given(v), given(by)), mean: tf.mean(given(v)) }),
  };
  const executor = await openExecutor(cpu);
  executor.put(new Map([["v", { shape: [5000], data: new Float32Array(5000) }]]));
  const loaded = await executor.loadStep(wide);
  const by = new Float32Array(10).fill(1);
  const residentAfter = async (calls: number) => {
    for (let i = 0; i < calls; i++) await executor.step(loaded, 10, { by });
    return process.memoryUsage.rss();
  };
  const early = await residentAfter(1000);
  const late = await residentAfter(8000);
  await executor.close();
  // One copy of the state kept a call would be 160 MB; the garbage collector lets some tens of MB stand.
  assert.ok(late - early < 60e6, `${early} bytes grew to ${late}`);
});
