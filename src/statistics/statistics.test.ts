import assert from "node:assert/strict";
import { test } from "node:test";
import { meanInterval } from "./mean-interval.ts";
import { pairedDifference } from "./paired-difference.ts";
import { paretoBest } from "./pareto.ts";
import { welchDifference } from "./welch-difference.ts";
import { tQuantile, twoSidedP } from "./student-t.ts";

const close = (actual: number | null | undefined, expected: number, tolerance = 1e-9) => {
  assert.ok(
    typeof actual === "number" && Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected)),
    `${String(actual)} is not ${expected}`,
  );
};

test("quantiles of t are those of the tables", () => {
  // 97.5th percentiles, three decimals: Fisher and Yates 1963, table III.
  const tabulated = [
    [1, 12.706],
    [2, 4.303],
    [3, 3.182],
    [4, 2.776],
    [5, 2.571],
    [9, 2.262],
    [15, 2.131],
    [29, 2.045],
    [120, 1.98],
    [1e6, 1.96],
  ] as const;
  for (const [degrees, value] of tabulated) close(tQuantile(0.95, degrees), value, 5e-4 / 1.96);
});

test("one and two degrees of freedom have closed forms", () => {
  for (const t of [0.01, 0.5, 1, 3, 30, 1e4, 1e7]) {
    const p = twoSidedP(t, 1);
    const expected = (2 / Math.PI) * Math.atan(1 / t);
    assert.ok(Math.abs(p / expected - 1) < 1e-12, `${t}: ${p}`);
    // 1 - t / sqrt(2 + t^2), without the loss of digits.
    const root = Math.sqrt(2 + t * t);
    assert.ok(Math.abs(twoSidedP(t, 2) / (2 / (root * (root + t))) - 1) < 1e-11, `${t}`);
  }
  close(tQuantile(0.95, 1), Math.tan(Math.PI * 0.475), 1e-12);
  assert.equal(twoSidedP(0, 3), 1);
  assert.equal(twoSidedP(Infinity, 3), 0);
  close(twoSidedP(-2, 7), twoSidedP(2, 7), 0);
});

test("an interval is the textbook's; one value and equal ones have none, no value has nothing", () => {
  // Mean 3, s = sqrt(2.5), t(4) = 2.7764451.
  const { mean, halfWidth } = meanInterval([1, 2, 3, 4, 5]) ?? {};
  close(mean, 3);
  close(halfWidth, 2.7764451051977987 * Math.sqrt(0.5), 1e-12);
  assert.deepEqual(meanInterval([7]), { count: 1, mean: 7, standardDeviation: null, halfWidth: null });
  assert.equal(meanInterval([]), null);
  assert.equal(meanInterval([2, 2, 2])?.halfWidth, null);
});

test("an interval covers the mean about as often as it says", () => {
  let state = 12345;
  const uniform = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  // A sum of twelve: nearly normal, mean 6.
  const draw = () => Array.from({ length: 12 }, uniform).reduce((a, b) => a + b);
  const trials = 2000;
  let covered = 0;
  for (let i = 0; i < trials; i++) {
    const { mean, halfWidth } = meanInterval([draw(), draw(), draw(), draw()]) ?? { mean: NaN, halfWidth: 0 };
    if (Math.abs(mean - 6) <= (halfWidth ?? 0)) covered++;
  }
  // Four standard errors about 0.95.
  assert.ok(Math.abs(covered / trials - 0.95) < 4 * Math.sqrt((0.95 * 0.05) / trials), `${covered}`);
});

test("paired differences take the seeds' own spread away", () => {
  // Student 1908, table of additional hours of sleep: t = 4.0621, p = 0.0028 (9 degrees of freedom).
  const first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2];
  const second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
  const difference = pairedDifference(second.map((value, i) => [value, first[i] ?? NaN] as const));
  close(difference?.mean, 1.58);
  close(difference?.halfWidth, 0.8798863, 1e-6);
  assert.equal(pairedDifference([]), null);
  // Equal differences, and those that are equal but for rounding (as 0.7 - 0.6 and 0.6 - 0.5 are, and float32), tell no spread.
  for (const rounded of [(x: number) => x, Math.fround]) {
    const pairs = [0.5, 0.6, 0.7].map(x => [rounded(x + 0.1), rounded(x)] as const);
    assert.deepEqual(
      [pairedDifference(pairs)?.standardDeviation, pairedDifference(pairs)?.halfWidth],
      [0, null],
    );
  }
  assert.equal(pairedDifference([[8 + 1e-14, 8], [8, 8 + 1e-14]])?.halfWidth, null); // prettier-ignore
});

test("Pareto-best rows are those that no other row beats", () => {
  assert.deepEqual(
    paretoBest([
      [1, 5],
      [5, 1],
      [1, 4],
      [5, 1],
      [null, 9],
    ]),
    [true, true, false, true, false],
  );
  assert.deepEqual(paretoBest([[], []]), [false, false]);
});

test("Welch's interval: equal spreads and counts give Student's of both; one value says nothing, and neither do equal ones", () => {
  const [a, b] = [
    [1, 2, 3, 4],
    [11, 12, 13, 14],
  ];
  const found = welchDifference(a, b);
  close(found?.mean, -10);
  // s^2 is 5/3 for both, so the standard error is sqrt(2 * 5/3 / 4) and the degrees of freedom are 6.
  close(found?.halfWidth, tQuantile(0.95, 6) * Math.sqrt(10 / 12));
  assert.equal(welchDifference([1], b), null);
  assert.equal(welchDifference(a, []), null);
  assert.equal(welchDifference([2, 2], [1, 1, 1]), null);
});
