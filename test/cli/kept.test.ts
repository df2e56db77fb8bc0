import assert from "node:assert/strict";
import { test } from "node:test";
import { lastLine, pairingLab, workFolder, writeSmallExperiment } from "./terminal-command.ts";

const folder = workFolder();
writeSmallExperiment(folder);

interface Shown {
  readonly checkpoints: readonly number[];
  readonly kept: readonly { readonly step: number; readonly because: readonly string[] }[];
}

test("a checkpoint is pinned and let go again, and show says of each why it stays: pinned, the best by a measure, by the schedule", async () => {
  const best = ["--set", "record.best=quality/coverage", "--set", "record.evaluation=20"];
  const trained = await pairingLab(folder, "train", "small.gan.json", ...best);
  assert.equal(trained.code, 0, trained.err);
  const run = lastLine(trained);
  const reasons = async () => {
    const { kept, checkpoints } = JSON.parse((await pairingLab(folder, "show", run, "--json")).out) as Shown;
    assert.deepEqual(
      kept.map(({ step }) => step),
      checkpoints,
    );
    return new Map(kept.map(({ step, because }) => [step, because]));
  };
  assert.equal([...(await reasons()).values()].filter(because => because.includes("best")).length, 1);
  const pinned = await pairingLab(folder, "pin", run, "--step", "20");
  assert.equal(pinned.code, 0, pinned.err);
  assert.match(pinned.out, /step 20 is pinned/);
  assert.ok((await reasons()).get(20)?.includes("pinned"));
  const { out } = await pairingLab(folder, "show", run);
  assert.match(out, /Kept +pinned 20; the best [\d,]+ \(quality\/coverage\); the first 0;/);
  assert.equal((await pairingLab(folder, "pin", run, "--step", "20", "--remove")).code, 0);
  assert.ok(!(await reasons()).get(20)?.includes("pinned"));

  const absent = await pairingLab(folder, "pin", run, "--step", "21");
  assert.notEqual(absent.code, 0);
  assert.match(absent.err, /21/);
  const without = await pairingLab(folder, "pin", run);
  assert.equal(without.code, 2);
  assert.match(without.err, /--step STEP is missing/);
});
