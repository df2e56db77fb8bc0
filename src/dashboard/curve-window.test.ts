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

/** Numbers from 0 to below 1, the same at every run. */
function numbersOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function noisy(length: number, stride: number): Series {
  const series = new Series();
  const random = numbersOf(7);
  for (let i = 0; i < length; i++) series.append(i * stride, random());
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

/** Values and gaps in stretches of about `length` points, begun anew at each one. */
function withGaps(random: () => number, points: number, length: number): Series {
  const series = new Series();
  let step = 0;
  let isGap = false;
  for (let i = 0; i < points; i++) {
    step += 1 + Math.floor(random() * 20);
    if (i > 0 && random() < 1 / length) isGap = !isGap;
    series.append(step, isGap ? NaN : random());
  }
  return series;
}

/** By looking at every point: whether there is a gap between two steps. */
function isGapBetween(series: Series, from: number, to: number): boolean {
  for (let i = 0; i < series.length; i++)
    if (series.step(i) > from && series.step(i) < to && Number.isNaN(series.value(i))) return true;
  return false;
}

test("at every zoom a line breaks where there was no value, and nowhere else; the last value before a gap is exact", () => {
  const random = numbersOf(11);
  for (let round = 0; round < 150; round++) {
    const series = withGaps(random, 1 + Math.floor(random() * 700), [1, 1.3, 4, 40, 400][round % 5] ?? 1);
    const end = series.step(series.length - 1);
    const from = Math.floor(random() * end * 0.6);
    const to = from + Math.floor(random() * end);
    const scale = round % 2 === 0 ? "linear" : "log";
    const buckets = 1 + Math.floor(random() * 40);
    const smoothing = round % 3 === 0 ? 0 : 0.9;
    const window = curveWindow("a", series, { ...query, from, to, buckets, scale, smoothing });
    for (const [steps, values] of [
      [window.steps, window.values],
      [window.smoothedSteps, window.smoothed],
    ] as const) {
      steps.forEach((step, i) => {
        const at = series.indexOf(step);
        assert.equal(series.step(at), step);
        assert.equal(Number.isNaN(values[i]), Number.isNaN(series.value(at)), `kind of ${step}`);
        const [next, value] = [steps[i + 1], values[i + 1]];
        if (next === undefined || value === undefined) return;
        assert.ok(next > step);
        if (!Number.isNaN(values[i]) && !Number.isNaN(value))
          assert.ok(!isGapBetween(series, step, next), `a line from ${step} to ${next} goes over a gap`);
        if (!Number.isNaN(values[i]) && Number.isNaN(value))
          assert.equal(next, series.step(at + 1), "where a gap begins");
        // Of a stretch that is too small to be seen, one point may stand for all.
        const isLone = Number.isNaN(values[i + 2]);
        if (Number.isNaN(values[i]) && !Number.isNaN(value) && !isLone)
          assert.ok(Number.isNaN(series.value(series.indexOf(next) - 1)), "where a gap ends");
      });
    }
    const inside = series
      .copy(series.indexOf(from), series.indexOf(to, true))
      .values.filter(value => value >= 0);
    for (const extreme of inside.length === 0 ? [] : [Math.min(...inside), Math.max(...inside)])
      assert.ok(window.values.includes(extreme));
    dashboardResultReaders["curves/window"]({ generation: 0, windows: [window] });
  }
});

test("an average begins anew after a gap: it tells of nothing from before", () => {
  const series = new Series();
  for (let i = 0; i < 300; i++) series.append(i, i < 100 ? 9 : i < 150 ? NaN : 1);
  for (const buckets of [1000, 20]) {
    const { smoothedSteps, smoothed } = curveWindow("a", series, {
      ...query,
      to: 299,
      buckets,
      smoothing: 0.99,
    });
    smoothedSteps.forEach((step, i) => {
      const wanted = step < 100 ? 9 : step < 150 ? NaN : 1;
      assert.ok(Object.is(Math.round((smoothed[i] ?? 0) * 1e4) / 1e4, wanted), `${smoothed[i]} at ${step}`);
    });
    assert.ok(smoothedSteps.includes(99) && smoothedSteps.includes(100) && smoothedSteps.includes(150));
  }
});

test("an empty curve, a window outside it and one of a single step are windows too", () => {
  assert.equal(curveWindow("a", new Series(), query).steps.length, 0);
  const series = noisy(1000, 10);
  assert.deepEqual([...curveWindow("a", series, { ...query, from: 20_000, to: 30_000 }).steps], [9990]);
  assert.deepEqual([...curveWindow("a", series, { ...query, from: 50, to: 50 }).steps], [40, 50, 60]);
  assert.deepEqual([...curveWindow("a", series, { ...query, from: 60, to: 50 }).steps], [50, 60]);
});
