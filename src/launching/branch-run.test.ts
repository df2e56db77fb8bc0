import assert from "node:assert/strict";
import { readdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { test } from "node:test";
import { newRun, temporaryFolder } from "../../test/support/run-folder.ts";
import { lastCheckpoint, listCheckpoints } from "../runs/checkpoints.ts";
import { readDigests } from "../runs/digests.ts";
import { observeRun } from "../runs/list.ts";
import { fileOfRun, recordedFile } from "../runs/own-file.ts";
import { readRunInfo } from "../runs/run-info.ts";
import { branchRun } from "./branch-run.ts";
import { replayRun } from "./replay-run.ts";
import { playTrainer, script, startFake } from "../../test/support/fake-trainer.ts";

await playTrainer();

test("a branch has the parent's checkpoint, the knobs as they stood, and what was still planned", async t => {
  const runsFolder = temporaryFolder(t);
  const schedule = [
    { at: 20, set: "pairing.weight", to: 0.4, over: 40 },
    { at: 80, set: "pairing.noise", to: 0.2, over: 0 },
  ];
  const folder = await newRun(runsFolder, [{ key: "schedule", value: schedule }]);
  await (
    await startFake(folder)
  ).ended;
  const settings = [
    { key: "pairing.temperature", value: 0.3 },
    { key: "record.checkpoint", value: 5 },
  ];
  const recorded = join(runsFolder, "experiments", "small.gan.json");
  const made = { ...readRunInfo(folder), file: recordedFile(runsFolder, recorded) };
  writeFileSync(join(folder, "run.json"), JSON.stringify(made));
  const elsewhere = join(runsFolder, ".elsewhere");
  const far = await branchRun({ folder, step: 30, runsFolder: elsewhere });
  assert.equal(fileOfRun(far, readRunInfo(far)), recorded);
  const branch = await branchRun({ folder, step: 30, runsFolder, settings, seed: 9, steps: 120 });
  const info = readRunInfo(branch);
  assert.equal(info.file, "experiments/small.gan.json");
  const parentId = basename(folder);
  assert.deepEqual(
    [info.parent, info.seed, info.experiment.seed, info.experiment.steps],
    [{ id: parentId, step: 30 }, 9, 9, 120],
  );
  const { pairing, schedule: planned } = info.experiment;
  assert.ok("weight" in pairing && "temperature" in pairing);
  assert.ok(Math.abs(pairing.weight - 0.1) < 1e-12);
  assert.equal(pairing.temperature, 0.3);
  assert.deepEqual(planned, [{ at: 30, set: "pairing.weight", to: 0.4, over: 30 }, schedule[1]]);
  assert.equal((await observeRun(branch)).status.step, 30);
  await (
    await startFake(branch)
  ).ended;
  assert.equal(listCheckpoints(branch)[0]?.step, 30);
  assert.equal(readDigests(branch).get(30)?.digest, readDigests(folder).get(30)?.digest);
  assert.equal(lastCheckpoint(branch)?.step, 120);
  const replayed = await replayRun({ folder: branch, script });
  assert.equal(replayed.parted, null);
  assert.equal(replayed.checkpoints.length, 18);
});

test("a branch from nowhere, of other shapes or without steps left is refused with the reason", async t => {
  const runsFolder = temporaryFolder(t);
  const folder = await newRun(runsFolder);
  await (
    await startFake(folder)
  ).ended;
  const branch = (step: number, settings: { key: string; value: unknown }[] = []) =>
    branchRun({ folder, step, runsFolder, settings });
  await assert.rejects(branch(33), { name: "RunReadError", message: /the nearest are 30 and 40/ });
  const refused: [string, unknown, RegExp][] = [
    ["data.modes", 5, /data\.modes: a branch cannot change this: .*data it was trained on/],
    ["latent.size", 3, /latent\.size: .*shapes/],
    ["generator.hidden", [3], /generator\.hidden: .*shapes/],
    ["pairing.embedding.size", 3, /pairing\.embedding\.size: .*shapes/],
    ["pairing.kind", "latent", /pairing\.kind: .*only knobs/],
    ["batch", 7, /batch: .*only knobs/],
    ["threads", 2, /threads: .*executed as its parent/],
    ["pairing.weihgt", 1, /did you mean "weight"/],
    ["steps", 90, /steps: 90 steps leave nothing to train after step 100/],
  ];
  for (const [key, value, message] of refused) {
    await assert.rejects(branch(100, [{ key, value }]), { name: "InputError", message }, key);
  }
  assert.deepEqual(readdirSync(runsFolder), [basename(folder)]);
});

test("a run of an older version, which lacks the keys that came since, can be branched; with other alerts too", async t => {
  const runsFolder = temporaryFolder(t);
  const folder = await newRun(runsFolder);
  await (
    await startFake(folder)
  ).ended;
  const { experiment, ...info } = readRunInfo(folder);
  const { alerts, augment, pace, ...older } = experiment;
  assert.deepEqual([alerts, augment, pace], [[], [], 0]);
  writeFileSync(join(folder, "run.json"), JSON.stringify({ ...info, experiment: older }));
  const branch = await branchRun({ folder, step: 100, runsFolder, steps: 200 });
  assert.deepEqual(readRunInfo(branch).experiment.augment, []);
  const value = [{ measure: "quality/coverage", worse: 0.2 }];
  const settings = [{ key: "alerts", value }];
  const warned = await branchRun({ folder, step: 100, runsFolder, steps: 200, settings });
  assert.equal(readRunInfo(warned).experiment.alerts.length, 1);
});
