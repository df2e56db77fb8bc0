import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { branchRun } from "../../src/launching/branch-run.ts";
import { listCheckpoints, readState } from "../../src/runs/checkpoints.ts";
import { readJournal } from "../../src/runs/journal.ts";
import { readScalars } from "../../src/runs/scalars.ts";
import { readStatus } from "../../src/runs/status.ts";
import { smallDisk } from "../support/small-disk.ts";
import { prepare, reached, start, temporaryRuns, trainToEnd } from "./harness.ts";

test("a run that becomes not finite fails with the tensor's name, keeps its checkpoints and can only be branched", async t => {
  const runs = temporaryRuns(t);
  const folder = await prepare(runs, {
    schedule: [{ at: 234, set: "optimizers.discriminator.learningRate", to: 1e30 }],
  });
  const end = await trainToEnd(folder);
  assert.equal(end.code, 1);
  assert.match(
    end.message,
    /loss\/generator is NaN at step 235; the first tensor it reached is generator\.0\.weight/,
  );
  const status = readStatus(folder);
  assert.deepEqual([status.state, status.failure], ["failed", "not finite"]);
  assert.equal(listCheckpoints(folder).at(-1)?.step, 200);
  for (const [tag, points] of readScalars(folder))
    for (const { value } of points) assert.ok(Number.isFinite(value), tag);
  for (const [name, { data }] of readState(listCheckpoints(folder).at(-1)?.folder ?? "").tensors)
    assert.ok(data.every(Number.isFinite), name);
  assert.ok(readJournal(folder).some(({ kind, message }) => kind === "notice" && message === end.message));

  const again = await trainToEnd(folder);
  assert.equal(again.code, 1);
  assert.match(again.message, /branch/);
  const branch = await branchRun({
    folder,
    step: 200,
    runsFolder: runs,
    settings: [{ key: "schedule", value: [] }],
  });
  assert.equal((await trainToEnd(branch)).code, 0);
});

test("a second trainer on the same run is refused, and the first goes on", async t => {
  const folder = await prepare(temporaryRuns(t), { pace: 50, steps: 10000 });
  const trainer = await start(folder);
  await reached(folder, 2);
  const second = await trainToEnd(folder);
  assert.equal(second.code, 1);
  assert.match(second.message, new RegExp(String(trainer.pid)));
  const { step } = readStatus(folder);
  await reached(folder, step + 5);
  assert.equal((await trainer.stop()).code, 130);
});

test("a trainer whose folder is deleted ends with a message that says so", async t => {
  const folder = await prepare(temporaryRuns(t), { pace: 200, steps: 100000 });
  const trainer = await start(folder);
  await reached(folder, 10);
  rmSync(folder, { recursive: true, force: true });
  const end = await trainer.ended;
  assert.equal(end.code, 1);
  assert.match(end.message, /deleted|moved|gone|no longer/);
});

test("a full disk ends the run as failed, says so, and leaves everything up to the last checkpoint", async t => {
  const disk = smallDisk(t, 1);
  if (disk === null) return;
  const folder = await prepare(disk, { steps: 100000, "record.checkpoint": 20, "record.samples": 10 });
  const end = await trainToEnd(folder);
  assert.equal(end.code, 1);
  assert.match(end.message, /full/);
  const last = listCheckpoints(folder).at(-1);
  assert.ok(last !== undefined && last.step > 0);
  assert.ok(readState(last.folder).tensors.size > 0);
  assert.equal(spawnSync("mount", ["-o", "remount,size=16m", disk]).status, 0, "room is made");
  const longer = await trainToEnd(folder, { steps: last.step + 40 });
  assert.equal(longer.code, 0, longer.message);
});

test("data that vanished between the making of a run and its start is wrong input, not a crash", async t => {
  const runs = temporaryRuns(t);
  const file = join(runs, "points.csv");
  writeFileSync(file, Array.from({ length: 200 }, (_, i) => `${Math.sin(i)},${Math.cos(i)}`).join("\n"));
  const folder = await prepare(runs, { data: { kind: "csv", file } });
  rmSync(file);
  const end = await trainToEnd(folder);
  assert.equal(end.code, 2);
  assert.match(end.message, /points\.csv/);
  assert.equal(readStatus(folder).state, "failed");
});
