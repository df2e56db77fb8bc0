import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { basename } from "node:path";
import { test } from "node:test";
import { newRun, temporaryFolder } from "../../test/support/run-folder.ts";
import { listCheckpoints } from "../runs/checkpoints.ts";
import { readDigests } from "../runs/digests.ts";
import { observeRun } from "../runs/list.ts";
import { replayRun } from "./replay-run.ts";
import { requestControl } from "./request-control.ts";
import { endless, playTrainer, script, startFake } from "../../test/support/fake-trainer.ts";
import { until } from "../../test/support/until.ts";

await playTrainer();

test("a replay compares every checkpoint, thinned and asked for ones too, and leaves nothing behind", async t => {
  const runsFolder = temporaryFolder(t);
  const folder = await newRun(runsFolder, [{ key: "steps", value: 400 }]);
  const trainer = await startFake(folder);
  await requestControl(folder, { do: "set", key: "pairing.weight", value: 0.5 }, { by: "test" });
  await requestControl(folder, { do: "checkpoint" }, { by: "test" });
  await trainer.ended;
  const wanted = [...readDigests(folder).keys()].sort((a, b) => a - b);
  assert.ok(wanted.length >= 41 && listCheckpoints(folder).length < wanted.length);
  const told: number[] = [];
  const result = await replayRun({ folder, script, onCheckpoint: ({ step }) => told.push(step) });
  assert.deepEqual([result.parted, result.trainer.code], [null, 0]);
  assert.deepEqual(
    result.checkpoints.map(({ step }) => step),
    wanted,
  );
  assert.deepEqual(told, wanted);
  const part = await replayRun({ folder, script, to: 55 });
  assert.deepEqual(part.checkpoints.at(-1), { step: wanted.findLast(step => step <= 55), equal: true });
  assert.deepEqual(readdirSync(runsFolder), [basename(folder)]);
  assert.equal((await observeRun(folder)).state, "done");
});

test("where a replay parts it names checkpoint, tensor and size, and ends; of a thinned one only the tensor", async t => {
  const runsFolder = temporaryFolder(t);
  const folder = await newRun(runsFolder, [{ key: "steps", value: 400 }]);
  await (
    await startFake(folder)
  ).ended;
  for (const [drift, step] of [
    [380, 380],
    [11, 20],
  ] as const) {
    process.env["FAKE_DRIFT"] = String(drift);
    const { parted, checkpoints, trainer } = await replayRun({ folder, script });
    delete process.env["FAKE_DRIFT"];
    assert.equal(parted?.step, step);
    assert.equal(checkpoints.at(-1), parted);
    assert.equal(trainer.code, 0);
    assert.deepEqual(
      parted.tensors.map(({ name }) => name),
      ["state"],
    );
    const [{ absolute, relative } = { absolute: NaN, relative: NaN }] = parted.tensors;
    if (step === 20) assert.deepEqual([absolute, relative], [null, null]);
    else
      assert.ok(
        absolute !== null && relative !== null && Math.abs(absolute - 0.5) < 1e-9 && relative < absolute,
      );
  }
  assert.deepEqual(readdirSync(runsFolder), [basename(folder)]);
});

test("an untrained run cannot be replayed; an aborted replay ends soon and leaves nothing behind", async t => {
  const runsFolder = temporaryFolder(t);
  const folder = await newRun(runsFolder, endless);
  await assert.rejects(replayRun({ folder, script }), {
    name: "RunReadError",
    message: /no checkpoint to compare/,
  });
  const trainer = await startFake(folder);
  await until("it is past step 500", async () => (await observeRun(folder)).status.step > 500);
  await trainer.stop();
  await replayRun({ folder, script, signal: AbortSignal.timeout(50) });
  assert.deepEqual(readdirSync(runsFolder), [basename(folder)]);
});
