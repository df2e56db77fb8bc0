import assert from "node:assert/strict";
import { test } from "node:test";
import { observedRun } from "../../../test/support/observed-run.ts";
import { stateLooks, type ShownState } from "../explorer/run-row.ts";
import { alertNotice, isWanted, noticeOf } from "./notices.ts";

const states = Object.keys(stateLooks) as ShownState[];
const notice = (before: ShownState | undefined, state: ShownState, status = {}) =>
  noticeOf(before, "ring", observedRun("a", { state, status }), []);

test("only an end is told, once, and not one that was asked for or was there before we looked", () => {
  for (const before of [undefined, ...states]) {
    for (const after of states) {
      const unended = before !== undefined && ["queued", "starting", "training", "paused"].includes(before);
      const told = unended && ["done", "failed", "lost"].includes(after);
      assert.equal(notice(before, after) !== null, told, `${String(before)} to ${after}`);
    }
  }
});

test("each end says what is kept and what can be done", () => {
  const done = notice("training", "done", {
    step: 8000,
    lastEvaluation: { step: 8000, values: { "quality/coverage": 0.84 }, undefined: {} },
  });
  assert.equal(done?.message.text, '"ring" finished at step 8,000, coverage 0.84 at 8,000.');
  const diverged = notice("training", "failed", { failure: "not finite", step: 5310 });
  assert.match(diverged?.message.text ?? "", /not finite at step 5,310.*branch/);
  assert.deepEqual(diverged?.actions[0], "branch");
  assert.match(
    notice("training", "failed", { message: "the disk is full." })?.message.text ?? "",
    /the disk is full/,
  );
  assert.deepEqual(notice("paused", "lost")?.actions[0], "resume");
});

test("the branches of a trial are told of together, when the last is done", () => {
  const branch = (id: string, state: ShownState) => {
    const run = observedRun(id, { state });
    const trial = { id: "t", key: "pairing.weight", value: 0, baseline: 0, until: 10 };
    return { ...run, info: { ...run.info, trial } };
  };
  const first = branch("a", "done");
  assert.equal(noticeOf("training", "ring", first, [first, branch("b", "queued")]), null);
  const told = noticeOf("training", "ring", first, [first, branch("b", "stopped"), observedRun("c", {})]);
  assert.equal(told?.message.text, 'Weights tried of "ring": 1 of 2 branches are done.');
  assert.deepEqual([told.actions, told.trial], [["trial"], "t"]);
});

test("the setting lets through all, failures, or nothing", () => {
  const done = notice("training", "done");
  const lost = notice("training", "lost");
  assert.ok(done !== null && lost !== null);
  assert.deepEqual(
    (["all", "failures", "none"] as const).map(setting => [isWanted(done, setting), isWanted(lost, setting)]),
    [
      [true, true],
      [false, true],
      [false, false],
    ],
  );
});

test("an alert is told once, of a run that was seen before, with the way on where it paused", () => {
  const alert = { step: 400, message: "Coverage is worse by 20 %" };
  const paused = observedRun("a", { state: "paused", status: { alert } });
  assert.equal(alertNotice(undefined, "ring", paused), null);
  assert.equal(alertNotice(400, "ring", paused), null);
  const told = alertNotice(null, "ring", paused);
  assert.equal(told?.message.text, '"ring": Coverage is worse by 20 %.');
  assert.deepEqual(told.actions, ["open", "resume"]);
  assert.deepEqual(
    alertNotice(100, "ring", observedRun("a", { state: "training", status: { alert } }))?.actions,
    ["open"],
  );
});
