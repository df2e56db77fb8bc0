import assert from "node:assert/strict";
import { test } from "node:test";
import { GrowingCurve } from "./growing-curve.ts";

test("points that are pushed are there, however many", () => {
  const curve = GrowingCurve.of([0], [5]);
  for (let step = 1; step < 2000; step++) curve.push(step, 2 * step);
  assert.equal(curve.length, 2000);
  for (let step = 1; step < 2000; step++) assert.equal(curve.at(step), 2 * step);
});

test("the value at a step is the newest one at or before it", () => {
  const curve = GrowingCurve.of([10, 20, 30], [1, 2, 3]);
  assert.ok(Number.isNaN(curve.at(9)));
  assert.deepEqual(
    [10, 19, 20, 35].map(step => curve.at(step)),
    [1, 1, 2, 3],
  );
});

test("in a gap there is no value, but what was last and since when there is none", () => {
  const curve = GrowingCurve.of([10, 20, 30, 40, 50], [1, 2, NaN, NaN, 5]);
  assert.ok(Number.isNaN(curve.at(35)));
  for (const step of [30, 39, 45])
    assert.deepEqual(curve.gapAt(step), { since: 30, last: { step: 20, value: 2 } });
  for (const step of [5, 10, 29, 50, 60]) assert.equal(curve.gapAt(step), null);
});

test("bounds are of the finite values between two steps, of the positive ones where asked", () => {
  const curve = GrowingCurve.of([0, 10, 20, 30, 40], [9, -1, Number.NaN, 4, 100]);
  assert.deepEqual(curve.bounds(5, 35), { low: -1, high: 4 });
  assert.deepEqual(curve.bounds(5, 35, true), { low: 4, high: 4 });
  assert.deepEqual(curve.bounds(50, 60), { low: Infinity, high: -Infinity });
});
