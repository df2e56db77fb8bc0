import assert from "node:assert/strict";
import { test } from "node:test";
import type { CurveQuery } from "../protocol/dashboard.ts";
import { dashboardResultReaders } from "../protocol/dashboard-results.ts";
import { curveWindow } from "./curve-window.ts";
import { Series } from "./series.ts";

const query: CurveQuery = {
  tags: ["a"],
  from: 0,
  to: 1_000_000,
  buckets: 100,
  scale: "linear",
  smoothing: 0,
};

function noisy(length: number, stride: number): Series {
  const series = new Series();
  let state = 7;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    series.append(i * stride, state / 2 ** 32);
  }
  return series;
}

test("few points come as they are, with one on either side", () => {
  const window = curveWindow("a", noisy(50, 10), { ...query, from: 100, to: 205 });
  assert.deepEqual([...window.steps], [90, 100, 110, 120, 130, 140, 150, 160, 170, 180, 190, 200, 210]);
  assert.equal(window.exact, true);
  assert.equal(window.count, 50);
  assert.equal(window.smoothed.length, 0);
});

test("many points come as at most two a bucket, extremes of the whole among them, all of them points of the curve", () => {
  const series = noisy(20_000, 3);
  for (const scale of ["linear", "log"] as const) {
    for (const buckets of [1, 7, 100, 640]) {
      for (const [from, to] of [
        [0, 60_000],
        [1000, 5000],
        [59_990, 90_000],
        [5, 59_999],
      ] as const) {
        const window = curveWindow("a", series, { ...query, scale, buckets, from, to });
        assert.ok(window.steps.length <= 2 * (buckets + 2) + 2, `${window.steps.length} for ${buckets}`);
        window.steps.forEach((step, i) => {
          assert.equal(series.step(series.indexOf(step)), step);
          assert.equal(series.value(series.indexOf(step)), window.values[i]);
          assert.ok(i === 0 || step > (window.steps[i - 1] ?? Infinity));
        });
        const inside = series.copy(series.indexOf(from), series.indexOf(to, true)).values;
        const least = inside.reduce((a, b) => Math.min(a, b));
        const most = inside.reduce((a, b) => Math.max(a, b));
        assert.ok(window.values.includes(least) && window.values.includes(most));
        dashboardResultReaders["curves/window"]({ generation: 0, windows: [window] });
      }
    }
  }
});

test("a logarithmic window keeps the early steps apart", () => {
  const window = curveWindow("a", noisy(100_000, 1), { ...query, scale: "log", to: 100_000, buckets: 200 });
  const early = [...window.steps].filter(step => step <= 10);
  assert.deepEqual(early, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

test("points already drawn stay the same while a curve is followed live", () => {
  const all = noisy(60_000, 1);
  const growing = new Series();
  const at = (length: number) => {
    while (growing.length < length) growing.append(growing.length, all.value(growing.length));
    return curveWindow("a", growing, { ...query, from: 0, to: length - 1 });
  };
  const before = at(50_000);
  const after = at(50_300);
  // All but the last bucket, which is still filling, and the end.
  const settled = [...before.steps].filter(step => step < 49_000);
  assert.deepEqual(
    [...after.steps].filter(step => step < 49_000),
    settled,
  );
});

test("smoothing is the moving average with its start corrected, whatever the resolution", () => {
  const series = noisy(30_000, 1);
  const weight = 0.95;
  const exact = new Float32Array(series.length);
  let sum = 0;
  for (let i = 0; i < series.length; i++) {
    sum = weight * sum + (1 - weight) * series.value(i);
    exact[i] = sum / (1 - weight ** (i + 1));
  }
  for (const [from, to] of [
    [0, 30_000],
    [0, 50],
    [12_000, 12_100],
    [20_000, 29_999],
  ] as const) {
    const window = curveWindow("a", series, { ...query, from, to, smoothing: weight });
    assert.ok(window.smoothed.length > 30);
    window.smoothedSteps.forEach((step, i) => {
      assert.ok(Math.abs((window.smoothed[i] ?? NaN) - (exact[step] ?? NaN)) < 2e-3, `at ${step}`);
    });
  }
});

test("an empty curve, a window outside it and one of a single step are windows too", () => {
  assert.equal(curveWindow("a", new Series(), query).steps.length, 0);
  const series = noisy(1000, 10);
  assert.deepEqual([...curveWindow("a", series, { ...query, from: 20_000, to: 30_000 }).steps], [9990]);
  assert.deepEqual([...curveWindow("a", series, { ...query, from: 50, to: 50 }).steps], [40, 50, 60]);
  assert.deepEqual([...curveWindow("a", series, { ...query, from: 60, to: 50 }).steps], [50, 60]);
});
