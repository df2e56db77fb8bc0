import assert from "node:assert/strict";
import { test } from "node:test";
import { GrowingCurve } from "./growing-curve.ts";
import { unbroken } from "./unbroken.ts";

const curve = (...values: readonly number[]) =>
  GrowingCurve.of(
    values.map((_, i) => i),
    values,
  );

test("a line joins what has no gap between, whatever the gaps", () => {
  assert.deepEqual(unbroken(curve(1, 2, 3)), [[0, 3]]);
  assert.deepEqual(unbroken(curve(NaN, 1, NaN, NaN, 2, 3, NaN)), [
    [1, 2],
    [4, 6],
  ]);
  assert.deepEqual(unbroken(curve(1, 2, NaN, 3), 1, 3), [[1, 2]]);
  assert.deepEqual(unbroken(curve(NaN)), []);
  assert.deepEqual(unbroken(curve()), []);
});
