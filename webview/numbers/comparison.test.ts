import assert from "node:assert/strict";
import { test } from "node:test";
import { compareValues, evaluatedAt, whatDiffers } from "./comparison.ts";

test("experiments differ in key paths, pairing first, seed last; names and pace do not count", () => {
  const base = {
    name: "a",
    seed: 1,
    pace: 0,
    data: { kind: "ring", modes: 8 },
    pairing: { weight: 0 },
    net: { hidden: [64, 64] },
  };
  const other = {
    name: "b",
    seed: 2,
    pace: 9,
    data: { kind: "csv", file: "x" },
    pairing: { weight: 0.02 },
    net: { hidden: [64] },
  };
  assert.deepEqual(whatDiffers(base, other), [
    { key: "pairing.weight", from: "0", to: "0.02" },
    { key: "data.kind", from: "ring", to: "csv" },
    { key: "data.modes", from: "8", to: "none" },
    { key: "net.hidden", from: "[64,64]", to: "[64]" },
    { key: "data.file", from: "none", to: "x" },
    { key: "seed", from: "1", to: "2" },
  ]);
  assert.deepEqual(whatDiffers(base, base), []);
});

test("a measure at a step is that of the newest evaluation at or before it, which may have found none", () => {
  const curve = { steps: Float64Array.of(0, 100, 200), values: Float32Array.of(1, NaN, 3) };
  assert.deepEqual(
    [-1, 0, 99, 100, 150, 5000].map(step => evaluatedAt(curve, step)),
    [
      null,
      { step: 0, value: 1 },
      { step: 0, value: 1 },
      { step: 100, value: null },
      { step: 100, value: null },
      { step: 200, value: 3 },
    ],
  );
});

test("values against the baseline: signed differences, better or worse by the measure's direction, one best", () => {
  const higher = compareValues("higher", [0.5, 0.75, null, 0.25], 0);
  assert.deepEqual(
    higher.map(({ difference, verdict, best, place }) => [difference, verdict, best, place]),
    [
      [null, "same", false, 0.5],
      [0.25, "better", true, 1],
      [null, "same", false, null],
      [-0.25, "worse", false, 0],
    ],
  );
  assert.deepEqual(
    compareValues("lower", [2, 1, 3], 0).map(({ verdict, best }) => [verdict, best]),
    [
      ["same", false],
      ["better", true],
      ["worse", false],
    ],
  );
  // 1.25 is nearer to one than 0.5: a ratio counts, not a distance.
  assert.deepEqual(
    compareValues("one", [0.5, 1.25, 2], 0).map(({ verdict, best }) => [verdict, best]),
    [
      ["same", false],
      ["better", true],
      ["same", false],
    ],
  );
  assert.deepEqual(
    compareValues("none", [1, 2], 1).map(({ verdict, best, difference }) => [verdict, best, difference]),
    [
      ["same", false, -1],
      ["same", false, null],
    ],
  );
  // Means over seeds stand for runs; an interval that holds 0 says neither better nor worse.
  const told = (mean: number, halfWidth: number) => ({
    mean: 2,
    halfWidth: 0.5,
    difference: { mean, halfWidth },
  });
  const seeds = [{ mean: 1, halfWidth: 0.25, difference: null }, told(1, 1.5), told(1.25, 1), null];
  assert.deepEqual(
    compareValues("higher", [9, 9, 9, 3], 0, seeds).map(one => [
      one.value,
      one.difference,
      one.differenceHalfWidth,
      one.verdict,
      one.reach,
    ]),
    [
      [1, null, null, "same", 0.125],
      [2, 1, 1.5, "same", 0.25],
      [2, 1.25, 1, "better", 0.25],
      [3, 2, null, "better", 0],
    ],
  );
  assert.ok(compareValues("higher", [1, 1], 0).every(({ best }) => !best));
  assert.ok(compareValues("higher", [1, null], 0).every(({ best }) => !best));
});
