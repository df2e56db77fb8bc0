import assert from "node:assert/strict";
import { test } from "node:test";
import { smoothed } from "./smoothing.ts";

test("no smoothing leaves values as they are", () => {
  assert.deepEqual([...smoothed([3, 1, 2], 0)], [3, 1, 2]);
});

test("a constant stays itself from the first value on", () => {
  for (const value of smoothed(new Array<number>(50).fill(0.7), 0.9))
    assert.ok(Math.abs(value - 0.7) < 1e-12);
});

test("it is the weighted mean of what came before, newest weighted most", () => {
  const [, , third] = smoothed([1, 2, 4], 0.5);
  assert.ok(Math.abs((third ?? 0) - (1 * 0.125 + 2 * 0.25 + 4 * 0.5) / 0.875) < 1e-12);
});

test("values that are not finite are passed by and poison nothing", () => {
  const values = smoothed([1, Number.NaN, 1], 0.9);
  assert.ok(Number.isNaN(values[1]));
  assert.ok(Math.abs((values[2] ?? 0) - 1) < 1e-12);
});

test("a thinned curve decays as the whole one does", () => {
  const whole = [...new Array<number>(100).fill(0), ...new Array<number>(100).fill(1)];
  const thinned = Array.from({ length: 20 }, (_, i) => (i < 10 ? 0 : 1));
  const counts = new Array<number>(20).fill(10);
  const full = smoothed(whole, 0.98);
  const thin = smoothed(thinned, 0.98, counts);
  thin.forEach((value, i) => {
    assert.ok(Math.abs(value - (full[10 * i + 9] ?? 0)) < 1e-9);
  });
});
