// What an executor promises to the training loop, by TensorFlow's package as it is installed.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import util from "node:util";
import { kernels } from "../../src/compiler/kernels.ts";
import { tf } from "../../src/compiler/tensorflow.ts";
import type { Tensor } from "../../src/compiler/tensorflow.ts";
import { ExecutionError, type Executor } from "../../src/execution/executor.ts";
import { openExecutor } from "../../src/execution/open-executor.ts";
import { readExperiment } from "../../src/experiment/read.ts";
import { firstSteps } from "../support/losses.ts";
import { role, roleEnvironment } from "../support/self-as-child.ts";
import { tensorflowFolder, tensorflowMissing } from "../support/tensorflow.ts";

const skip = tensorflowMissing();
const plan = { device: "tfjs-node", threads: 1, graphOptimization: "disabled" } as const;
const open = (): Promise<Executor> => openExecutor({ ...plan, tensorflowFolder });

const given = (tensor: Tensor | undefined): Tensor => {
  if (tensor === undefined) throw new TypeError("a tensor is given");
  return tensor;
};

/** Adds an input to a number, and tells the sum's square; throws where the input is below 0. */
async function counting(executor: Executor) {
  executor.put(new Map([["sum", { shape: [], data: Float32Array.of(0) }]]));
  const loaded = await executor.loadStep({
    state: { sum: [] },
    inputs: { by: [] },
    step: ({ sum, by }) => {
      if ((given(by).dataSync()[0] ?? 0) < 0) throw new RangeError("not below 0");
      const next = tf.add(given(sum), given(by));
      return { sum: next, square: tf.square(next) };
    },
  });
  return {
    run: (...by: number[]) => executor.step(loaded, by.length, { by: Float32Array.from(by) }),
    sum: async () => (await executor.get(["sum"])).get("sum")?.data[0],
  };
}

/** In a process of its own: on a Node that lacks what newer ones lack, some steps. */
async function trainOnNewerNode(): Promise<void> {
  Object.assign(util, { isNullOrUndefined: undefined, isArray: undefined });
  const executor = await open();
  await firstSteps(executor, readExperiment('{ "data": { "kind": "ring" } }', "ring.gan.json"), 2);
  await executor.close();
}

if (role === "newer Node") {
  await trainOnNewerNode();
  process.exit(0);
}

test("a process that trains by TensorFlow says nothing, on a newer Node too", { skip }, () => {
  const [, script = ""] = process.argv;
  const { status, stdout, stderr } = spawnSync(process.execPath, [script], {
    env: roleEnvironment("newer Node"),
    encoding: "utf8",
  });
  assert.deepEqual({ status, stdout, stderr }, { status: 0, stdout: "", stderr: "" });
});

test("every kernel that the compiler knows, TensorFlow has too, or we make it", { skip }, async () => {
  await (await open()).close();
  const registered = new Set(tf.getKernelsForBackend("tensorflow").map(({ kernelName }) => kernelName));
  const missing = Object.keys(kernels).filter(name => !registered.has(name));
  assert.deepEqual(missing, []);
});

test(
  "steps follow each other, their scalars come step by step, and a snapshot brings the state back",
  { skip },
  async () => {
    const executor = await open();
    const { run, sum } = await counting(executor);
    assert.deepEqual(await run(1, 2, 3), { square: Float32Array.of(1, 9, 36) });
    const before = executor.snapshot();
    const held = executor.held("sum");
    await run(10);
    assert.notEqual(executor.held("sum"), held);
    await run(10, 10);
    executor.restore(before);
    assert.equal(executor.held("sum"), held);
    assert.equal(await sum(), 6);
    await run(1);
    executor.restore(before);
    executor.release(before);
    assert.equal(await sum(), 6);
    assert.throws(() => {
      executor.restore(before);
    }, ExecutionError);
    await executor.close();
  },
);

test("a call that fails in the middle leaves the state and no tensors", { skip }, async () => {
  const executor = await open();
  const { run, sum } = await counting(executor);
  await run(5);
  const { numTensors } = tf.memory();
  await assert.rejects(run(1, 1, -1, 1), RangeError);
  assert.equal(await sum(), 5);
  assert.equal(tf.memory().numTensors, numTensors);
  await executor.close();
});

test("training takes no more tensors with every step, and closing gives all back", { skip }, async () => {
  const executor = await open();
  const before = tf.memory().numTensors;
  const experiment = readExperiment(
    '{ "data": { "kind": "ring" }, "batch": 8, "average": 0.9, "pairing": { "weight": 0.1 }, "penalties": { "r1": { "gamma": 1 } } }',
    "ring.gan.json",
  );
  await firstSteps(executor, experiment, 2);
  const after = tf.memory().numTensors;
  await firstSteps(executor, experiment, 4);
  assert.equal(tf.memory().numTensors, after);
  await executor.close();
  assert.equal(tf.memory().numTensors, before);
});

test("what does not fit is refused with its name and sizes", { skip }, async () => {
  const executor = await open();
  const { run } = await counting(executor);
  await run(1);
  executor.put(new Map([["sum", { shape: [2], data: Float32Array.of(1, 2) }]]));
  await assert.rejects(run(1), /gives sum the shape \[2\]; it must be \[\]/);
  assert.throws(() => {
    executor.put(new Map([["sum", { shape: [3], data: Float32Array.of(1, 2) }]]));
  }, /sum has 2 values; \[3\] needs 3/);
  await assert.rejects(executor.get(["nobody"]), /no state tensor nobody/);
  await executor.close();
});

test("TensorFlow's own failure comes as one sentence", { skip }, async () => {
  const executor = await open();
  const loaded = await executor.loadFunction({
    state: {},
    inputs: { x: [2] },
    // A kernel's own check, which TensorFlow.js does not make before.
    run: ({ x }) => ({ y: tf.engine().runKernel<Tensor>("Reshape", { x: given(x) }, { shape: [7] }) }),
  });
  await assert.rejects(executor.call(loaded, 1, { x: Float32Array.of(1, 2) }), (error: unknown) => {
    assert.ok(error instanceof ExecutionError);
    assert.match(error.message, /^TensorFlow failed: /);
    return true;
  });
  await executor.close();
});
