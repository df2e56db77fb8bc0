// Runs whose steps TensorFlow computes: the same bytes when they are resumed, trained again or replayed.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { InputError } from "../../src/experiment/input-error.ts";
import { branchRun } from "../../src/launching/branch-run.ts";
import { replayRun } from "../../src/launching/replay-run.ts";
import { readRunInfo } from "../../src/runs/run-info.ts";
import { readStatus } from "../../src/runs/status.ts";
import {
  assertSame,
  prepare,
  reached,
  results,
  start,
  temporaryRuns,
  trainToEnd,
} from "../training/harness.ts";
import { tensorflowFolder, tensorflowMissing } from "../support/tensorflow.ts";

const skip = tensorflowMissing();
const byTensorFlow = { device: "tfjs-node", threads: 2 };
const demanding = {
  ...byTensorFlow,
  steps: 120,
  average: 0.9,
  "penalties.r1": { gamma: 0.1, every: 3 },
  "pairing.weight": 0.02,
  schedule: [{ at: 70, set: "pairing.weight", to: 0 }],
};

for (const [of, changes] of [
  ["points", demanding],
  ["images", { ...byTensorFlow, steps: 20 }],
] as const)
  test(
    `a run of ${of} that was killed and resumed has the bytes of one that never was, and so has its replay`,
    { skip },
    async t => {
      const runs = temporaryRuns(t);
      const make = (more: object = {}) => prepare(runs, { ...changes, ...more }, of, { tensorflowFolder });
      const whole = await make();
      const end = await trainToEnd(whole, { tensorflowFolder });
      assert.deepEqual({ code: end.code, message: end.message }, { code: 0, message: "" });
      assert.equal(readRunInfo(whole).plan.device, "tfjs-node");
      const broken = await make({ pace: of === "points" ? 60 : 10 });
      const trainer = await start(broken, { tensorflowFolder });
      await reached(broken, of === "points" ? 55 : 7);
      process.kill(trainer.pid, "SIGKILL");
      await trainer.ended;
      assert.equal((await trainToEnd(broken, { tensorflowFolder })).code, 0);
      const [expected, found] = [results(whole, 10), results(broken, 10)];
      for (const all of [expected, found]) all.delete("knob/pace");
      assertSame(found, expected);
      const { parted, checkpoints } = await replayRun({
        folder: whole,
        tensorflowFolder,
        script: "dist/trainer.js",
      });
      assert.equal(parted, null);
      assert.ok(checkpoints.length > 1);
    },
  );

test("a branch goes on where its parent stood, on the parent's device", { skip }, async t => {
  const runs = temporaryRuns(t);
  const parent = await prepare(runs, { ...demanding, steps: 100 }, "points", { tensorflowFolder });
  await trainToEnd(parent, { tensorflowFolder });
  const branch = await branchRun({ folder: parent, step: 100, runsFolder: runs, steps: 120 });
  assert.equal((await trainToEnd(branch, { tensorflowFolder })).code, 0);
  assert.equal(readRunInfo(branch).plan.device, "tfjs-node");
  assert.equal(readStatus(branch).step, 120);
});

test("a trainer that is not told where TensorFlow is ends with what to do", { skip }, async t => {
  const runs = temporaryRuns(t);
  const folder = await prepare(runs, demanding, "points", { tensorflowFolder });
  const { code, message } = await trainToEnd(folder);
  assert.equal(code, 1);
  assert.match(message, /no folder with @tensorflow\/tfjs-node is named.*npm install .*--tensorflow DIR/);
});

test("a device whose package is not there is refused before there is a run, with what to do", async t => {
  const runs = temporaryRuns(t);
  const empty = mkdtempSync(join(tmpdir(), "pairing-lab-no-tensorflow-"));
  t.after(() => {
    rmSync(empty, { recursive: true });
  });
  for (const device of ["tfjs-node", "tfjs-node-gpu"]) {
    await assert.rejects(
      prepare(runs, { device }, "points", { tensorflowFolder: empty }),
      (error: unknown) => {
        assert.ok(error instanceof InputError);
        assert.match(
          error.message,
          new RegExp(`@tensorflow/${device} is not installed in .*npm install @tensorflow/${device}@4`),
        );
        return true;
      },
    );
    await assert.rejects(prepare(runs, { device }), /no folder with .* is named/);
  }
});
