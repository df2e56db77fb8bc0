import assert from "node:assert/strict";
import { test } from "node:test";
import type { KnobFacts } from "../../src/protocol/dashboard-state.ts";
import { wordWidth } from "./scale-places.ts";
import { changesOf } from "./timeline.ts";
import { dotWords, historyScene } from "./weight-places.ts";

const weights = (...values: readonly number[]): KnobFacts => ({
  key: "pairing.weight",
  title: "Pairing weight",
  symbol: "",
  description: "",
  minimum: 0,
  maximum: null,
  maximumExcluded: false,
  integer: false,
  slider: { from: 1e-4, to: 1, zero: true },
  resting: false,
  value: values.at(-1) ?? 0,
  history: values.map((value, i) => ({
    step: 1000 * i,
    value,
    source: i === 0 ? "experiment" : "intervention",
  })),
});
const sceneOf = (width: number, ...values: readonly number[]) => {
  const knob = weights(...values);
  return historyScene(knob, changesOf(knob), width);
};

test("a value that was held more than once has one dot, which says when", () => {
  const { dots, moves } = sceneOf(400, 0, 0.02, 0, 0.1);
  assert.deepEqual(dots.map(dotWords), [
    "Restore 0, held from the start and from step 2,000",
    "Restore 0.02, held from step 1,000",
    "Now 0.1, from step 3,000",
  ]);
  const [zero, low, high] = dots.map(({ x }) => x);
  assert.deepEqual(
    moves.map(({ from, to }) => [from, to]),
    [
      [zero, low],
      [low, zero],
      [zero, high],
    ],
  );
});

test("dots keep apart, in their order and within the slider, however near or far their values are", () => {
  for (const width of [60, 150, 300, 600]) {
    const { dots } = sceneOf(width, 0, 0.02, 0.022, 0.025, 0.021, 3.5, 5, 0.0201, 8, 1e-6, 0.0202, 0.9, 1);
    const sorted = [...dots].sort((a, b) => a.value - b.value);
    sorted.forEach(({ x }, i) => {
      assert.ok(x >= 7.9 && x <= width - 7.9, `${x} of ${width}`);
      assert.ok(i === 0 || x - (sorted[i - 1]?.x ?? 0) >= 17.9 || width < 100, `${width}: ${x}`);
    });
    assert.equal(dots.filter(({ isNow }) => isNow).length, 1);
  }
});

test("words meet neither dots nor each other, and stay on the slider", () => {
  for (const values of [
    [0, 0.02],
    [0.02, 1],
    [0, 0.02, 0.021],
    [1, 0.9, 0.95, 1],
    [0.01, 0.012, 0.3, 0.29],
  ])
    for (const width of [80, 200, 500]) {
      const { dots, words } = sceneOf(width, ...values);
      const taken = words
        .map(({ text, left }) => ({ from: left, to: left + wordWidth(text) }))
        .sort((a, b) => a.from - b.from);
      taken.forEach(({ from, to }, i) => {
        assert.ok(from >= 0 && to <= width);
        assert.ok(i === 0 || from >= (taken[i - 1]?.to ?? 0));
        assert.ok(dots.every(({ x }) => to <= x - 8 || from >= x + 8));
      });
    }
  assert.deepEqual(
    sceneOf(500, 0, 0.02).words.map(({ text }) => text),
    ["now", "step 1,000"],
  );
});
