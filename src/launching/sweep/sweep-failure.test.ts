import assert from "node:assert/strict";
import { test } from "node:test";
import { failureIn } from "./sweep-failure.ts";

const start = "2026-11-22T09:00:00.000Z pairing-lab sweep w.sweep.json --runs runs/w --jobs 2";
const log = (...lines: readonly string[]) => `${[start, ...lines].join("\n")}\n`;

test("a sweep that was through, or was interrupted, did not fail as a whole", () => {
  assert.equal(failureIn(log("0 of 4 runs done, 2 training", "4 of 4 runs done.")), null);
  assert.equal(
    failureIn(log("Stopping: saving a checkpoint of every run ...", "1 of 4 runs done, 3 not finished.", "To go on with what is missing: pairing-lab sweep w.sweep.json --runs runs/w")), // prettier-ignore
    null,
  );
  assert.equal(
    failureIn(log("runs/w/a: loss/generator became not finite", "3 of 4 runs done, 1 failed.")),
    null,
  );
});

test("what Slurm or a wrong file said is the reason, without who says so", () => {
  const refused = "sbatch refused: invalid partition specified: nowhere";
  assert.equal(failureIn(log("0 of 4 runs done", `pairing-lab sweep: ${refused}`)), refused);
  const wrong = "w.sweep.json:3:12: axes.pairing.weight.0: found -1; expected any finite number from 0";
  assert.equal(failureIn(log(wrong)), wrong);
});

test("a process that was killed left no word; only the last start counts", () => {
  assert.match(failureIn(log("0 of 4 runs done, 2 training")) ?? "", /gone without a word/);
  const earlier = log("pairing-lab sweep: sbatch did not answer within 60 s.");
  assert.equal(failureIn(`${earlier}${log("4 of 4 runs done.")}`), null);
});
