import assert from "node:assert/strict";
import { test } from "node:test";
import type { KnobChange } from "../../src/protocol/dashboard-state.ts";
import { undefinedWords } from "../numbers/undefined-words.ts";
import { lastWords } from "./figure-words.ts";
import { changeHeldAt } from "./knob-history.ts";

const gap = { since: 1210, last: { step: 1200, value: 2.314 } };
const format = (value: number) => value.toFixed(2);

test("a figure without a value says what was last and since when the weight is 0, a ramp by when it arrived", () => {
  assert.equal(lastWords(gap, format, null), "last 2.31 at 1,200");
  const off = (changed: number) => lastWords(gap, format, { changed, interval: 10 });
  assert.equal(off(1200), "last 2.31 at 1,200, weight 0 since 1,201");
  assert.equal(off(1194), "last 2.31 at 1,200, weight 0 since 1,195");
  assert.equal(off(400), "last 2.31 at 1,200, weight 0 since 1,201");
});

test("an undefined measure is told with its step, and why where that is known", () => {
  assert.equal(undefinedWords(3000, "no two outputs differ"), "undefined at 3,000: no two outputs differ");
  assert.equal(undefinedWords(500, undefined), "undefined at 500");
});

test("a change of a knob holds from the step after it", () => {
  const history: KnobChange[] = [
    { step: 0, value: 0, source: "experiment" },
    { step: 100, value: 1, source: "intervention" },
  ];
  assert.deepEqual(
    [0, 1, 100, 101, 500].map(step => changeHeldAt({ history }, step)?.value),
    [0, 0, 0, 1, 1],
  );
});
