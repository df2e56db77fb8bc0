import assert from "node:assert/strict";
import { test } from "node:test";
import { GrowingCurve } from "./growing-curve.ts";
import { withoutNoise } from "./noise.ts";

test("modes have gaps where precision is near 0, and stay where it is not known", () => {
  const modes = GrowingCurve.of([0, 100, 200, 300], [9, 9, 7, 8]);
  const precision = GrowingCurve.of([100, 200, 300], [0, 0.01, 0.4]);
  const muted = withoutNoise(modes, precision);
  assert.deepEqual(
    [0, 100, 200, 300].map(step => muted.at(step)),
    [9, NaN, NaN, 8],
  );
});
