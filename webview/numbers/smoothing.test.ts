import assert from "node:assert/strict";
import { test } from "node:test";
import { goOnSmoothing } from "./smoothing.ts";

const start = { value: NaN, count: 0 };

test("without smoothing every value stays itself", () => {
  assert.deepEqual([...goOnSmoothing(start, [3, 1, 2], 0).smoothed], [3, 1, 2]);
});

test("a constant stays itself from the first value on", () => {
  for (const value of goOnSmoothing(start, new Array<number>(50).fill(0.7), 0.9).smoothed) {
    assert.ok(Math.abs(value - 0.7) < 1e-12);
  }
});

test("it is the weighted mean of what came before, newest weighted most", () => {
  const [, , third] = goOnSmoothing(start, [1, 2, 4], 0.5).smoothed;
  assert.ok(Math.abs((third ?? 0) - (1 * 0.125 + 2 * 0.25 + 4 * 0.5) / 0.875) < 1e-12);
});

test("however a curve is cut, going on gives what smoothing it whole gives", () => {
  const values = Array.from({ length: 40 }, (_, i) => Math.sin(i) + i / 10);
  const whole = goOnSmoothing(start, values, 0.9).smoothed;
  for (let cut = 0; cut <= values.length; cut++) {
    const head = goOnSmoothing(start, values.slice(0, cut), 0.9);
    const tail = goOnSmoothing(head.end, values.slice(cut), 0.9);
    [...head.smoothed, ...tail.smoothed].forEach((value, i) => {
      assert.ok(Math.abs(value - (whole[i] ?? NaN)) < 1e-9);
    });
  }
});

test("a gap has no average, and what comes after it is averaged by itself", () => {
  const { smoothed, end } = goOnSmoothing(start, [9, 9, Number.NaN, 1, 3], 0.5);
  assert.ok(Number.isNaN(smoothed[2]));
  assert.deepEqual([smoothed[3], end.count], [1, 2]);
  assert.ok(Math.abs(end.value - (1 * 0.25 + 3 * 0.5) / 0.75) < 1e-12);
  assert.deepEqual(goOnSmoothing(end, [Number.NaN], 0.5).end, { value: NaN, count: 0 });
});
