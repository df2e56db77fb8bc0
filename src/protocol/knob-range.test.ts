import assert from "node:assert/strict";
import { test } from "node:test";
import { askBeforeHeld } from "./knob-range.ts";

test("what leaves the slider's range is asked about, unless it is near to what holds", () => {
  const scale = { from: 1e-4, to: 1, zero: true };
  for (const [held, wanted] of [
    [0, 0.05],
    [0.05, 0],
    [0.05, 1],
    [0.9, 2],
    [3, 5],
    [5, 0.02],
  ] as const)
    assert.equal(askBeforeHeld(scale, held, wanted), null, `${held} -> ${wanted}`);
  assert.equal(askBeforeHeld(scale, 0.05, 5), "5 is above 1, where the slider ends");
  assert.equal(askBeforeHeld(scale, 0, 5), "5 is above 1, where the slider ends");
  assert.match(askBeforeHeld(scale, 0.02, 0.00002) ?? "", /below 0\.0001, where the slider begins/);
});
