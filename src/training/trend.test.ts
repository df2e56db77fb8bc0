import assert from "node:assert/strict";
import { test } from "node:test";
import { trend } from "./trend.ts";

const points = (n: number, gaps: readonly number[] = []) =>
  Array.from({ length: n }, (_, i) => ({
    step: i * 500,
    value: i / 100,
    ...(gaps.includes(i) && { afterGap: true }),
  }));

test("up to 16 values are given as they are, and where it was undefined between them", () => {
  assert.deepEqual(trend([]), { trend: [], trendGaps: [] });
  const sixteen = points(16, [3, 15]);
  assert.deepEqual(trend(sixteen), { trend: sixteen.map(p => p.value), trendGaps: [3, 15] });
});

test("of more, 16 are taken, the first and the last among them, in order", () => {
  for (const n of [17, 31, 100]) {
    const { trend: values, trendGaps } = trend(points(n));
    assert.equal(values.length, 16);
    assert.equal(values[0], 0);
    assert.equal(values.at(-1), (n - 1) / 100);
    assert.deepEqual(
      values,
      [...values].sort((a, b) => a - b),
    );
    assert.deepEqual(trendGaps, []);
  }
});

test("a gap between two values that are taken stands between them, wherever it was", () => {
  for (let gap = 1; gap < 100; gap++) {
    const { trend: values, trendGaps } = trend(points(100, [gap]));
    const [after = 0] = trendGaps;
    assert.equal(trendGaps.length, 1);
    assert.ok((values[after - 1] ?? NaN) < gap / 100 && gap / 100 <= (values[after] ?? NaN));
  }
});
