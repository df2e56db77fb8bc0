// What every executor promises to the training loop, whatever computes.
import assert from "node:assert/strict";
import { tf } from "../../src/compiler/tensorflow.ts";
import type { StepDefinition } from "../../src/compiler/compile-step.ts";
import type { Executor } from "../../src/execution/executor.ts";
import { firstState, ganLikeStep, given, inputsOf } from "../compiled/gan-like-step.ts";
import { uniform } from "../support/uniform.ts";

type Open = () => Promise<Executor>;

/** A step of one number: adds an input to it, and tells the sum and its square. */
const counting: StepDefinition = {
  state: { sum: [], factor: [], unused: [3] },
  inputs: { by: [], ignored: [2] },
  step: ({ sum, factor, by }) => {
    const next = tf.add(given(sum), tf.mul(given(by), given(factor)));
    return { sum: next, square: tf.square(next), before: given(sum), again: next };
  },
};

async function openCounter(open: Open) {
  const executor = await open();
  executor.put(
    new Map([
      ["sum", { shape: [], data: Float32Array.of(0) }],
      ["factor", { shape: [], data: Float32Array.of(2) }],
    ]),
  );
  const loaded = await executor.loadStep(counting);
  const run = (...by: number[]) =>
    executor.step(loaded, by.length, {
      by: Float32Array.from(by),
      ignored: new Float32Array(2 * by.length),
    });
  const sum = async () => (await executor.get(["sum"])).get("sum")?.data[0];
  return { executor, loaded, run, sum };
}

const gan = ganLikeStep({ width: 16, batch: 24, paired: 12, r1: 1, activation: x => tf.relu(x) });

/** By name; each throws where the promise is broken. */
export const promises: Readonly<Record<string, (open: Open) => Promise<void>>> = {
  "scalars of every step come stacked, and the state is the last one": async open => {
    const { executor, run, sum } = await openCounter(open);
    const scalars = await run(1, 2, 3);
    assert.deepEqual([...(scalars["square"] ?? [])], [4, 36, 144]);
    assert.deepEqual([...(scalars["before"] ?? [])], [0, 2, 6]);
    assert.deepEqual([...(scalars["again"] ?? [])], [2, 6, 12]);
    assert.equal(await sum(), 12);
    await executor.close();
  },
  "a failed call leaves the state as it was": async open => {
    const { executor, loaded, run, sum } = await openCounter(open);
    await run(4);
    await assert.rejects(executor.step(loaded, 2, { by: Float32Array.of(4) }), /The input by has 1 values/);
    await assert.rejects(executor.step(loaded, 1, {}), /The input by is missing/);
    await assert.rejects(executor.step(loaded, 0, {}), { name: "ExecutionError" });
    await assert.rejects(executor.call(loaded, 1, {}), /This is a step program/);
    assert.equal(await sum(), 8);
    await executor.close();
  },
  "a snapshot is gone back to, as often as one likes, until it is released": async open => {
    const { executor, run, sum } = await openCounter(open);
    await run(1);
    const before = executor.snapshot();
    const held = executor.held("sum");
    await run(5, 5);
    assert.notEqual(executor.held("sum"), held);
    for (const by of [1, 2]) {
      executor.restore(before);
      assert.equal(executor.held("sum"), held);
      assert.equal(await sum(), 2);
      await run(by);
      assert.equal(await sum(), 2 + 2 * by);
    }
    executor.release(before);
    assert.equal(await sum(), 6);
    await executor.close();
  },
  "steps give the same bytes in calls of any length": async open => {
    const inputs = inputsOf(gan.inputs, 6, 11);
    const train = async (lengths: readonly number[]) => {
      const executor = await open();
      executor.put(firstState(gan, uniform(5)));
      const loaded = await executor.loadStep({ state: gan.state, inputs: gan.inputs, step: gan.step });
      const losses: number[] = [];
      let from = 0;
      for (const length of lengths) {
        const part = Object.entries(inputs).map(([name, all]) => {
          const size = all.length / 6;
          return [name, all.slice(from * size, (from + length) * size)] as const;
        });
        losses.push(...((await executor.step(loaded, length, Object.fromEntries(part)))["lossD"] ?? []));
        from += length;
      }
      const state = await executor.get(loaded.updated);
      await executor.close();
      return { state, losses };
    };
    const whole = await train([6]);
    assert.ok(whole.losses.every(loss => Number.isFinite(loss) && loss !== 0));
    for (const lengths of [
      [1, 1, 1, 1, 1, 1],
      [2, 4],
    ])
      assert.deepEqual(await train(lengths), whole);
  },
  "a function takes any number of rows and reads the state, which steps have changed": async open => {
    const { executor, run } = await openCounter(open);
    await run(3);
    const loaded = await executor.loadFunction({
      state: { sum: [] },
      inputs: { x: [2] },
      run: ({ sum, x }) => ({ y: tf.mul(given(x), given(sum)) }),
    });
    for (const rows of [1, 3, 40]) {
      const x = Float32Array.from({ length: 2 * rows }, (_, i) => i);
      const { y } = await executor.call(loaded, rows, { x });
      assert.deepEqual(
        [...(y ?? [])],
        [...x].map(value => 6 * value),
      );
    }
    await executor.close();
  },
  "what is not a number reaches scalars and state": async open => {
    const { executor, run, sum } = await openCounter(open);
    assert.ok(Number.isNaN((await run(NaN))["square"]?.[0]));
    assert.ok(Number.isNaN(await sum()));
    await executor.close();
  },
  "state that is missing or misshapen is named": async open => {
    const executor = await open();
    const loaded = await executor.loadStep(counting);
    const inputs = { by: Float32Array.of(1), ignored: new Float32Array(2) };
    await assert.rejects(executor.step(loaded, 1, inputs), /no state tensor/);
    await assert.rejects(executor.get(["nothing"]), /no state tensor nothing/);
    executor.put(
      new Map([
        ["sum", { shape: [2], data: new Float32Array(2) }],
        ["factor", { shape: [], data: new Float32Array(1) }],
      ]),
    );
    await assert.rejects(executor.step(loaded, 1, inputs), /The state sum is \[2\]; the program needs \[\]/);
    await executor.unload(loaded);
    await assert.rejects(executor.step(loaded, 1, inputs), /not loaded/);
    await executor.close();
  },
};
