import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { newRun, temporaryFolder } from "../../../test/support/run-folder.ts";
import { readSweep, type CheckedSweep } from "../../sweeps/read.ts";
import { writeSweepRecord } from "../../sweeps/sweep-record.ts";
import { foldersOfSweep, placeOf } from "./sweep-place.ts";

function sweepOf(steps: number): CheckedSweep {
  const text = `{ "experiment": "ring.gan.json", "axes": { "pairing.weight": [0, 0.02] }, "seeds": [1, 2] }`;
  return readSweep(text, "weights.sweep.json", () => JSON.stringify({ data: { kind: "ring" }, steps }));
}

function record(folder: string, sweep: CheckedSweep): void {
  const { name, experimentFile, experiment, axes, seeds, measures, baseline, halving } = sweep;
  writeSweepRecord(folder, { name, experimentFile, experiment: { ...experiment }, axes, seeds, measures, baseline, halving, decisions: [] }); // prettier-ignore
}

function runsFolder(t: TestContext): string {
  const runs = join(temporaryFolder(t), "runs");
  mkdirSync(runs);
  return runs;
}

test("a sweep trains in a folder of its own name, and goes on there", async t => {
  const runs = runsFolder(t);
  const folder = join(runs, "weights");
  assert.deepEqual(await placeOf(runs, sweepOf(100)), { kind: "free", folder });
  record(folder, sweepOf(100));
  assert.deepEqual(await placeOf(runs, sweepOf(100)), { kind: "free", folder });
});

test("a folder that holds another sweep is named with the reason, beside one that is free", async t => {
  const runs = runsFolder(t);
  record(join(runs, "weights"), sweepOf(100));
  const place = await placeOf(runs, sweepOf(200));
  assert.equal(place.kind, "taken");
  assert.match(place.why, /another experiment: steps was 100 and is 200/);
  assert.equal(place.other, join(runs, "weights-2"));
  record(place.other, sweepOf(200));
  assert.deepEqual(await placeOf(runs, sweepOf(200)), { kind: "free", folder: place.other });
});

test("the folders of a sweep are found by their records, also the runs folder itself", async t => {
  const runs = runsFolder(t);
  await newRun(runs);
  assert.deepEqual(foldersOfSweep(runs, "weights"), []);
  record(join(runs, "weights"), sweepOf(100));
  record(join(runs, "weights-2"), sweepOf(200));
  mkdirSync(join(runs, "weights-3"));
  writeFileSync(join(runs, "weights-3", "sweep.json"), "not json");
  assert.deepEqual(foldersOfSweep(runs, "weights"), [join(runs, "weights"), join(runs, "weights-2")]);
  record(runs, sweepOf(100));
  assert.ok(foldersOfSweep(runs, "weights").includes(runs));
  assert.deepEqual(foldersOfSweep(join(runs, "nowhere"), "weights"), []);
});
