import assert from "node:assert/strict";
import { test } from "node:test";
import { observedRun } from "../../../test/support/observed-run.ts";
import type { ObservedRun } from "../../runs/list.ts";
import { runChoice, type Surroundings } from "./run-choice.ts";

const live = observedRun("live", { state: "training" });
const other = observedRun("other", { state: "training" });
const done = observedRun("done", { state: "done" });
const isLive = ({ state }: ObservedRun) => state === "training";

function chosen(changes: Partial<Surroundings>): string {
  const choice = runChoice({ given: [], inFront: undefined, all: [], accepts: isLive, ...changes });
  const runs = choice.kind === "chosen" ? choice.runs : choice.kind === "ask" ? choice.among : [];
  return [choice.kind, ...runs.map(({ info }) => info.id)].join(" ");
}

test("a command is about the row it was called with, whatever its state, and of several about those that fit", () => {
  assert.equal(chosen({ given: [done], inFront: live, all: [live, done] }), "chosen done");
  assert.equal(chosen({ given: [live, done, other] }), "chosen live other");
  assert.equal(chosen({ given: [done, done] }), "none");
});

test("without a row it is about the run in front, else about the only one that fits, else it asks", () => {
  assert.equal(chosen({ inFront: other, all: [live, other] }), "chosen other");
  assert.equal(chosen({ all: [live, done] }), "chosen live");
  assert.equal(chosen({ all: [live, other, done] }), "ask live other");
  assert.equal(chosen({ all: [done] }), "none");
});

test("where the run in front does not fit, no other is taken without a question", () => {
  assert.equal(chosen({ inFront: done, all: [live, done] }), "ask live");
  assert.equal(chosen({ inFront: done, all: [done] }), "none");
});
