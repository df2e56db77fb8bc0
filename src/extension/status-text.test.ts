import assert from "node:assert/strict";
import { test } from "node:test";
import { observedRun } from "../../test/support/observed-run.ts";
import { statusText } from "./status-text.ts";

test("one live run is named with its share, several are counted, none say nothing", () => {
  assert.equal(statusText([]), null);
  const one = statusText([observedRun("a", { status: { step: 39, steps: 100 } })]);
  assert.deepEqual([String(one?.text), String(one?.spoken)], ["small 39 %", "Pairing Lab: small training"]);
  assert.equal(String(statusText([observedRun("a", { state: "paused" })])?.text), "small 40 % paused");
  const two = statusText([observedRun("a"), observedRun("b")]);
  assert.equal(two?.text, "2 live runs");
  assert.equal(two.tooltip.length, 3);
});

test("what an alert said stands in the tooltip, with its step", () => {
  const alert = { step: 1200, message: "Coverage is worse by 20 %" };
  const told = statusText([observedRun("a", { status: { alert } })]);
  assert.match(String(told?.tooltip[0]), /alert at step 1,200: Coverage is worse by 20 %$/);
});
