import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { readSweepRecord } from "../../src/sweeps/sweep-record.ts";
import { lastLine, pairingLab, workFolder, writeSmallExperiment } from "./terminal-command.ts";

const folder = workFolder();
writeSmallExperiment(folder);

interface Found {
  readonly runs: string;
  readonly planned: number;
  readonly done: number;
}

test("several seeds are one group: more join it, its report has their mean, and another experiment is refused there", async () => {
  const runs = join(folder, "runs", "small-seeds");
  const words = ["train", "small.gan.json", "--set", "pairing.weight=0.01", "--seed", "7"];
  const first = await pairingLab(folder, ...words, "--seeds", "2");
  assert.equal(first.code, 0, first.err);
  assert.equal(lastLine(first), runs);
  const more = JSON.parse((await pairingLab(folder, ...words, "--seeds", "3", "--json")).out) as Found;
  assert.deepEqual([more.runs, more.planned, more.done], [runs, 3, 3]);
  assert.deepEqual(readSweepRecord(runs)?.seeds, [7, 8, 9]);
  const report = await pairingLab(folder, "report", runs, "--out", "seeds.md");
  assert.equal(report.code, 0, report.err);
  const other = await pairingLab(folder, "train", "small.gan.json", "--seeds", "2");
  assert.notEqual(other.code, 0);
  assert.match(other.err, /it holds this sweep with other axes/);
});

test("how many train at a time is no question of one run", async () => {
  const { code, err } = await pairingLab(folder, "train", "small.gan.json", "--jobs", "2");
  assert.equal(code, 2);
  assert.match(err, /--jobs needs --seeds N/);
});
