import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { listRuns } from "../../src/runs/list.ts";
import { readSweepRecord } from "../../src/sweeps/sweep-record.ts";
import { until } from "../support/until.ts";
import { lastLine, pairingLab, start, workFolder, writeSmallExperiment } from "./terminal-command.ts";

const folder = workFolder();
writeSmallExperiment(folder);
// Slow enough to be caught at work on any machine.
writeSmallExperiment(folder, { name: "slow", steps: 200, pace: 40 });

interface Found {
  readonly runs: string;
  readonly best: { readonly weight: number } | null;
  readonly cost: { readonly steps: number };
  readonly budget: number;
  readonly tried: readonly { readonly weight: number; readonly score: number | null }[];
}

test("a weight is searched within a budget; its folder is a sweep's, and the best, its interval and the cost are said", async () => {
  const words = ["tune", "small.gan.json", "--seeds", "1", "--budget", "360", "--measure", "quality/recall"];
  const ended = await pairingLab(folder, ...words);
  assert.equal(ended.code, 0, ended.err);
  const runs = join(folder, "runs", "small-tune");
  assert.equal(lastLine(ended), runs);
  assert.match(ended.out, /pairing\.weight 0[.\d]*, recall [\d.]+ over 1 seed/);
  assert.match(
    ended.out,
    /It took [\d,]+ of 360 steps, [\d,]+ of them of runs that stopped early or failed; tried: 0, .*0\.001, /,
  );

  // Asked again it has nothing left to train and says the same.
  const again = JSON.parse((await pairingLab(folder, ...words, "--json")).out) as Found;
  assert.ok(again.cost.steps <= 360, `${again.cost.steps} steps`);
  assert.ok(again.tried.some(({ weight, score }) => weight === 0 && score !== null));
  const scores = again.tried.map(({ score }) => score ?? -Infinity);
  const chosen = again.tried.find(({ weight }) => weight === again.best?.weight);
  assert.equal(chosen?.score, Math.max(...scores));
  const listed = await listRuns(runs);
  const steps = listed.map(run => (run.kind === "run" ? run.status.step : 0));
  assert.equal(
    steps.reduce((sum, step) => sum + step, 0),
    again.cost.steps,
  );
  assert.ok(
    steps.some(step => step < 60),
    "somebody was stopped early",
  );

  const report = await pairingLab(folder, "report", runs, "--out", "tune.md");
  assert.equal(report.code, 0, report.err);
});

test("a search that was ended goes on with the same command", async () => {
  const words = ["tune", "slow.gan.json", "--seeds", "1", "--budget", "800"];
  const running = start(folder, ...words);
  const runs = join(folder, "runs", "slow-tune");
  await until("a run trains", async () => {
    const listed = await listRuns(runs);
    return listed.some(run => run.kind === "run" && run.status.step > 0);
  });
  running.child.kill("SIGINT");
  const ended = await running.ended;
  assert.equal(ended.code, 130, ended.err);
  assert.equal(lastLine(ended), runs);
  const before = (await listRuns(runs)).map(run => run.folder).sort();
  const whole = await pairingLab(folder, ...words);
  assert.equal(whole.code, 0, whole.err);
  const after = (await listRuns(runs)).map(run => run.folder);
  assert.deepEqual(after.filter(run => before.includes(run)).sort(), before);
  assert.deepEqual(readSweepRecord(runs)?.axes[0]?.values[0], 0);
});

test("what cannot be searched is refused with what can", async () => {
  const refused = async (...words: string[]) => {
    const ended = await pairingLab(folder, "tune", "small.gan.json", ...words);
    assert.equal(ended.code, 2);
    return ended.err;
  };
  assert.match(await refused("--budget", "10"), /--budget 10 is too small: .* take 720 steps with 3 seeds/);
  assert.match(await refused("--measure", "loss/generator"), /--measure must be one that is better or worse/);
  assert.match(await refused("--from", "1", "--to", "0.1"), /--from must be below --to/);
  assert.match(await refused("--from", "zero"), /--from must be a number above 0, not zero/);
});
