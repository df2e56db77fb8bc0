import assert from "node:assert/strict";
import { readdirSync, rmSync } from "node:fs";
import { basename } from "node:path";
import { test } from "node:test";
import { playTrainer, startFake } from "../../test/support/fake-trainer.ts";
import { newRun, temporaryFolder } from "../../test/support/run-folder.ts";
import { listCheckpoints } from "../runs/checkpoints.ts";
import { checkpointAt } from "../runs/copy-run.ts";
import { readRunInfo } from "../runs/run-info.ts";
import { beginTrial, extendTrial, weightAtCheckpoint } from "./begin-trial.ts";

await playTrainer();

test("a trial is a branch a weight and seed of one checkpoint; each holds its weight, whatever was planned", async t => {
  const runsFolder = temporaryFolder(t);
  const schedule = [
    { at: 20, set: "pairing.weight", to: 0.4, over: 40 },
    { at: 35, set: "pairing.noise", to: 0.2, over: 0 },
  ];
  const folder = await newRun(runsFolder, [{ key: "schedule", value: schedule }]);
  await (
    await startFake(folder)
  ).ended;
  const weights = [0, weightAtCheckpoint(folder, 30, readRunInfo(folder)), 1];
  assert.ok(Math.abs((weights[1] ?? 0) - 0.1) < 1e-12);
  const order = { folder, step: 30, runsFolder, weights, seeds: [1, 2] };
  const { id, folders } = await beginTrial({ ...order, budget: 10 });
  const infos = folders.map(readRunInfo);
  assert.deepEqual(
    infos.map(({ seed, trial }) => [seed, trial?.value]),
    [1, 2].flatMap(seed => weights.map(weight => [seed, weight])),
  );
  for (const { trial, parent, experiment } of infos) {
    assert.deepEqual([trial?.id, trial?.baseline, trial?.until], [id, weights[1], 40]);
    assert.deepEqual(parent, { id: basename(folder), step: 30 });
    assert.equal(experiment.steps, 40);
    assert.deepEqual(experiment.schedule, [schedule[1]]);
    assert.deepEqual([experiment.record.evaluation, experiment.record.samples], [2, 1]);
    assert.ok("weight" in experiment.pairing && experiment.pairing.weight === trial?.value);
  }
  const [first, info] = [folders[0] ?? "", infos[0]];
  await (
    await startFake(first)
  ).ended;
  assert.equal(listCheckpoints(first).at(-1)?.step, 40);
  assert.ok(info?.trial !== undefined);
  // The parent trains on and thins what the trial began from: its branches have it.
  rmSync(checkpointAt(folder, order.step).folder, { recursive: true });
  const pattern = { folder: first, info, trial: info.trial };
  const more = await extendTrial({ ...order, seeds: [3] }, pattern);
  assert.deepEqual(
    more
      .map(branch => readRunInfo(branch))
      .map(({ seed, trial, experiment }) => [seed, trial, experiment.steps]),
    weights.map(value => [3, { ...info.trial, value }, 40]),
  );
});

test("a trial that cannot be made leaves nothing behind", async t => {
  const runsFolder = temporaryFolder(t);
  const folder = await newRun(runsFolder);
  await (
    await startFake(folder)
  ).ended;
  const order = { folder, step: 30, runsFolder, weights: [0, 1], budget: 10, seeds: [1] };
  await assert.rejects(beginTrial({ ...order, step: 33 }), { name: "RunReadError" });
  await assert.rejects(beginTrial({ ...order, weights: [0, -1] }), { name: "InputError" });
  await assert.rejects(beginTrial({ ...order, budget: 0 }), {
    name: "InputError",
    message: /at least one step/,
  });
  assert.deepEqual(readdirSync(runsFolder), [basename(folder)]);
});
