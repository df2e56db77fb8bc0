import assert from "node:assert/strict";
import { test } from "node:test";
import { meanInterval } from "../../src/statistics/mean-interval.ts";
import { pairedDifference } from "../../src/statistics/paired-difference.ts";
import { tQuantile, twoSidedP } from "../../src/statistics/student-t.ts";
import { welchDifference } from "../../src/statistics/welch-difference.ts";
import { peersMissing, python } from "./python.ts";

const close = (actual: unknown, expected: number, tolerance: number, what: string) => {
  assert.ok(
    typeof actual === "number" && Math.abs(actual - expected) <= tolerance * Math.abs(expected),
    `${what}: ${String(actual)} is not ${expected}`,
  );
};

const skip = peersMissing("numpy", "scipy");

test("Student's t equals scipy's", { skip }, () => {
  const degrees = [1, 2, 3, 4, 7, 11.5, 30, 200, 5000];
  const statistics = [1e-6, 0.01, 0.3, 1, 2.2, 5, 12, 60];
  const levels = [0.1, 0.5, 0.8, 0.95, 0.99, 0.9999];
  const script = `
from scipy import stats
print(json.dumps({
  "p": [[2 * stats.t.sf(t, d) for t in given["statistics"]] for d in given["degrees"]],
  "q": [[stats.t.ppf((1 + l) / 2, d) for l in given["levels"]] for d in given["degrees"]],
}))`;
  const expected = python(script, { degrees, statistics, levels }) as { p: number[][]; q: number[][] };
  for (const [i, d] of degrees.entries()) {
    for (const [j, t] of statistics.entries())
      close(twoSidedP(t, d), expected.p[i]?.[j] ?? NaN, 1e-9, `p of ${t}, ${d}`);
    for (const [j, level] of levels.entries())
      close(tQuantile(level, d), expected.q[i]?.[j] ?? NaN, 1e-11, `quantile of ${level}, ${d}`);
  }
});

test("intervals equal scipy's", { skip }, () => {
  const wave = (n: number, phase: number) =>
    Array.from({ length: n }, (_, i) => 0.5 + 0.3 * Math.sin(7 * i + phase) + 0.01 * i);
  const samples = [3, 4, 6, 12, 40].map(n => [wave(n, 0.3), wave(n, 1.1)] as const);
  const script = `
import numpy
from scipy import stats
out = []
for a, b in given["samples"]:
  low, high = stats.t.interval(0.95, len(a) - 1, numpy.mean(a), stats.sem(a))
  welch = stats.ttest_ind(a, b[1:] + [3.0], equal_var=False).confidence_interval(0.95)
  dlow, dhigh = stats.ttest_rel(a, b).confidence_interval(0.95)
  out.append([numpy.mean(a), (high - low) / 2, (dlow + dhigh) / 2, (dhigh - dlow) / 2, (welch[1] + welch[0]) / 2, (welch[1] - welch[0]) / 2])
print(json.dumps(out))`;
  const expected = python(script, { samples }) as number[][];
  for (const [i, [a, b]] of samples.entries()) {
    const interval = meanInterval(a);
    const difference = pairedDifference(a.map((value, j) => [value, b[j] ?? NaN] as const));
    const welch = welchDifference(a, [...b.slice(1), 3]);
    const ours = [
      interval?.mean,
      interval?.halfWidth,
      difference?.mean,
      difference?.halfWidth,
      welch?.mean,
      welch?.halfWidth,
    ];
    for (const [j, value] of ours.entries())
      close(value, expected[i]?.[j] ?? NaN, 1e-9, `sample ${i}, figure ${j}`);
  }
});
