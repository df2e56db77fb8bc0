import assert from "node:assert/strict";
import { test } from "node:test";
import { progressLine, progressText, type Progress } from "./progress-bar.ts";
import { styleFor, visibleLength } from "./style.ts";

const progress: Progress = {
  name: "ring-8",
  state: "training",
  step: 4000,
  steps: 8000,
  stepsPerSecond: 2000,
  scalars: {
    "loss/generator": 0.71234,
    "loss/discriminator": 1.37,
    "loss/pairing": 2.5,
  },
  lastEvaluation: { step: 4000, values: { "quality/coverage": 0.41 }, undefined: {} },
};

test("a wide terminal gets everything", () => {
  assert.equal(
    progressLine(progress, 160),
    `ring-8  ${"━".repeat(15)}${"─".repeat(15)}   50%  4,000/8,000  2,000 steps/s   2 s left  coverage 0.410  G 0.712  D 1.370  pairing 2.500`,
  );
});

test("no line is wider than the terminal, with colour or without, and the percentage stays to the last", () => {
  for (let columns = 1; columns <= 200; columns++) {
    for (const style of [styleFor(false), styleFor(true)]) {
      const line = progressLine(progress, columns, style);
      assert.ok(visibleLength(line) <= columns, `${columns}: ${line}`);
      if (columns >= 17) assert.match(line, / 50%/);
    }
  }
});

test("the bar is empty at step 0, full at the end, and never beyond", () => {
  assert.doesNotMatch(progressLine({ ...progress, step: 0 }, 80), /━/);
  assert.doesNotMatch(progressLine({ ...progress, step: 8000 }, 80), /─/);
  assert.match(progressLine({ ...progress, step: 9000 }, 80), /100%/);
  assert.match(progressLine({ ...progress, step: 7999 }, 80), / 99%/);
  assert.match(progressLine({ ...progress, step: 0, steps: 0 }, 80), / 0%/);
});

test("the time left gives way to what the run does instead", () => {
  assert.match(progressLine({ ...progress, state: "paused" }, 120), /paused/);
  assert.match(progressLine({ ...progress, step: 8000 }, 120), /saving/);
  assert.doesNotMatch(
    progressLine({ ...progress, step: 0, stepsPerSecond: 0 }, 120),
    /left|steps.s|NaN|Infinity/,
  );
});

test("measures that are not there yet are left out", () => {
  assert.doesNotMatch(
    progressLine({ ...progress, scalars: {}, lastEvaluation: null }, 160),
    /coverage|G |NaN|undefined/,
  );
});

test("a log gets a plain line", () => {
  assert.equal(
    progressText(progress),
    "step 4,000 of 8,000, 2,000 steps/s, 2 s left, coverage 0.410, G 0.712, D 1.370, pairing 2.500",
  );
});
