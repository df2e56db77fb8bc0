import assert from "node:assert/strict";
import { test } from "node:test";
import { trend } from "./trend.ts";

const points = (n: number) => Array.from({ length: n }, (_, i) => ({ step: i * 500, value: i / 100 }));

test("up to 16 values are given as they are", () => {
  assert.deepEqual(trend([]), []);
  assert.deepEqual(
    trend(points(16)),
    points(16).map(p => p.value),
  );
});

test("of more, 16 are taken, the first and the last among them, in order", () => {
  for (const n of [17, 31, 100]) {
    const values = trend(points(n));
    assert.equal(values.length, 16);
    assert.equal(values[0], 0);
    assert.equal(values.at(-1), (n - 1) / 100);
    assert.deepEqual(
      values,
      [...values].sort((a, b) => a - b),
    );
  }
});
