import assert from "node:assert/strict";
import { test } from "node:test";
import { syntheticSweep } from "../../../test/webview/synthetic-sweep.ts";
import { sweepNotice } from "./sweep-notice.ts";

const done = syntheticSweep({ weights: 1, regimes: 1, seeds: 3 });

test("the end of a sweep is told with what became of its runs", () => {
  const all = { ...done, runs: done.runs.map(run => ({ ...run, standing: "done" as const })) };
  const whole = sweepNotice(all, null);
  assert.deepEqual([whole.severity, whole.actions], ["info", ["report"]]);
  assert.equal(whole.message.text, '"pairing-weight": 3 of 3 runs done.');
  const { severity, message } = sweepNotice(syntheticSweep({ weights: 2, regimes: 1, seeds: 2 }, 1), null);
  assert.equal(severity, "warning");
  assert.match(message.text, /^"pairing-weight": 3 of 4 runs done, 1 not finished\.$/);
});

test("a sweep that failed as a whole says why, and offers its log first", () => {
  const notice = sweepNotice(done, "sbatch refused: no such partition");
  assert.equal(notice.severity, "error");
  assert.match(notice.message.text, /did not go on: sbatch refused: no such partition$/);
  assert.deepEqual(notice.actions, ["log", "report"]);
});
