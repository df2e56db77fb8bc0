import assert from "node:assert/strict";
import { test } from "node:test";
import { compareValues, evaluatedAt, turnedOtherwise, whatDiffers } from "./comparison.ts";

test("experiments differ in key paths, what trains first, seed last; names and pace do not count", () => {
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
    { key: "data.file", from: "none", to: "x" },
    { key: "net.hidden", from: "[64,64]", to: "[64]" },
    { key: "seed", from: "1", to: "2" },
  ]);
  assert.deepEqual(whatDiffers(base, base), []);
});

test("a knob that was turned alike in both is no difference; one that was turned in the other alone is", () => {
  const [at100, at200] = [100, 200].map(step => ({ key: "pairing.weight", step, to: 0.1 }));
  assert.ok(at100 !== undefined && at200 !== undefined);
  assert.deepEqual(turnedOtherwise([at100, at200], [{ ...at100 }]), [at200]);
  assert.deepEqual(turnedOtherwise([at100], [at100, at200]), []);
  assert.deepEqual(turnedOtherwise([at100], [{ ...at100, to: 0.2 }]), [at100]);
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

test("with one seed a difference is told, and nothing is called better, worse or best", () => {
  const higher = compareValues("higher", [0.5, 0.75, null, 0.25], 0);
  assert.deepEqual(
    higher.map(({ difference, verdict, best }) => [difference, verdict, best]),
    [
      [null, "same", false],
      [0.25, "same", false],
      [null, "same", false],
      [-0.25, "same", false],
    ],
  );
});

test("with one seed values stand on an axis from 0, of shares to 1, so that little looks little", () => {
  const places = (values: readonly (number | null)[], isShare: boolean) =>
    compareValues("higher", values, 0, [], isShare).map(({ track }) => track?.at ?? null);
  assert.deepEqual(places([0.98, 0.99, null], true), [0.98, 0.99, null]);
  assert.deepEqual(places([2, 4], false), [0.5, 1]);
  assert.deepEqual(places([-1, 3], false), [0, 1]);
  assert.deepEqual(places([0, 0], false), [0.5, 0.5]);
  assert.equal(compareValues("higher", [0.25, 0.5], 0, [], true)[1]?.track?.line, 0.25);
});

const told = (mean: number, halfWidth: number) => ({
  mean: 2,
  halfWidth: 0.5,
  difference: { mean, halfWidth },
});
const baseline = { mean: 1, halfWidth: 0.25, difference: null };

test("means over seeds stand for runs; a difference is better or worse where its interval leaves out 0", () => {
  const values = (better: "higher" | "lower" | "one" | "none") =>
    compareValues(better, [9, 9, 9, 3], 0, [baseline, told(1, 1.5), told(1.25, 1), null]);
  assert.deepEqual(
    values("higher").map(one => [one.value, one.difference, one.differenceHalfWidth, one.verdict, one.best]),
    [
      [1, null, null, "same", false],
      [2, 1, 1.5, "same", false],
      [2, 1.25, 1, "better", false],
      [3, 2, null, "same", false],
    ],
  );
  assert.deepEqual(
    values("lower").map(({ verdict, best }) => [verdict, best]),
    [
      ["same", true],
      ["same", false],
      ["worse", false],
      ["same", false],
    ],
  );
  // 1 is right: twice as much is farther from it, as a ratio.
  assert.equal(values("one")[2]?.verdict, "worse");
  assert.ok(values("none").every(({ verdict, best }) => verdict === "same" && !best));
});

test("a row with intervals is one of differences: around 0, wide enough, and marked where one is cut", () => {
  const rows = compareValues("higher", [9, 9, 9], 0, [baseline, told(1, 0.5), told(-1, 1)]);
  assert.deepEqual(
    rows.map(({ track }) => track),
    [
      null,
      { at: 0.75, from: 0.625, to: 0.875, cutLow: false, cutHigh: false, line: 0.5 },
      { at: 0.25, from: 0, to: 0.5, cutLow: false, cutHigh: false, line: 0.5 },
    ],
  );
  const [, wide] = compareValues("higher", [9, 9], 0, [baseline, told(1, 12)]);
  assert.deepEqual(wide?.track, { at: 0.625, from: 0, to: 1, cutLow: true, cutHigh: true, line: 0.5 });
});
