import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { observedRun } from "../../test/support/observed-run.ts";
import { temporaryFolder } from "../../test/support/run-folder.ts";
import { RunReadError } from "./errors.ts";
import { refuseOthers, whyNotBy, type OtherTrainer } from "./other-trainer.ts";
import { readRunInfo } from "./run-info.ts";
import { checkRunKnob, runKnobKeys } from "./run-knobs.ts";

const trainer: OtherTrainer = { name: "PyTorch", can: ["set", "stop"] };
const least = {
  id: "one",
  name: "ring",
  createdAt: "2026-11-30T00:00:00.000Z",
  trainer,
  experiment: { steps: 10, data: { kind: "ring" }, latent: { size: 2 } },
};

function written(t: TestContext, content: object) {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, "run.json"), JSON.stringify(content));
  return folder;
}

test("another trainer does what it says that it can; what only ours does is refused, and nothing of our own runs", () => {
  const { info } = observedRun("a");
  assert.equal(whyNotBy(info, "branch"), null);
  assert.equal(whyNotBy(info, "checkpoint"), null);
  assert.equal(whyNotBy({ trainer }, "set"), null);
  assert.equal(whyNotBy({ trainer }, "pause"), "its trainer, PyTorch, does not do that");
  assert.equal(whyNotBy({ trainer }, "branch"), "PyTorch trains this run, not Pairing Lab");
  assert.throws(() => {
    refuseOthers({ id: "a", trainer }, "replay");
  }, RunReadError);
});

test("the least that another trainer writes is a run; of what only ours records nothing is made up", t => {
  const info = readRunInfo(written(t, least));
  assert.equal(info.parent, null);
  assert.deepEqual(info.experiment.schedule, []);
  assert.equal(info.experiment.latent.distribution, "normal");
  assert.ok(!("pairing" in info.experiment) && !("loss" in info.experiment));
});

test("it cannot name a parent, a trial or modules, nor say how a step is computed", t => {
  const lies = { parent: { id: "b", step: 3 }, trial: { id: "t" }, modules: { pairing: "/x.mjs" } };
  const info = readRunInfo(written(t, { ...least, ...lies, plan: 3, versions: null, commit: 5 }));
  assert.equal(info.parent, null);
  assert.ok(info.trial === undefined && info.modules === undefined && info.commit === null);
});

test("an outline that does not hold is refused with its place", t => {
  const broken: readonly (readonly [object, RegExp])[] = [
    [{ steps: -1, data: { kind: "ring" }, latent: { size: 2 } }, /experiment: steps:/],
    [{ steps: 1, data: "ring", latent: { size: 2 } }, /experiment: not an experiment/],
    [{ steps: 1, data: { kind: "ring" }, latent: { size: 1e9 } }, /latent\.size/],
  ];
  for (const [experiment, message] of broken)
    assert.throws(() => readRunInfo(written(t, { ...least, experiment })), message);
  let deep: object = {};
  for (let depth = 0; depth < 1_000; depth++) deep = { deep };
  const nested = { ...least.experiment, deep };
  assert.throws(() => readRunInfo(written(t, { ...least, experiment: nested })), /nested deeper/);
});

test("its knobs are those of its status, within the bounds that it declares there", () => {
  const knob = { title: "", value: 1, default: 1, minimum: 0, maximum: 2 };
  const run = observedRun("a", { info: { trainer }, status: { knobs: { rate: knob } } });
  assert.deepEqual(runKnobKeys(run), ["rate"]);
  assert.equal(checkRunKnob(run, "rate", 2), null);
  assert.equal(checkRunKnob(run, "rate", 3), "found 3; expected a number from 0 to 2");
  assert.equal(checkRunKnob(run, "pace", 3), '"pace" is not a knob; knobs: rate');
  assert.equal(checkRunKnob(observedRun("b"), "pairing.weight", 0.1), null);
});
