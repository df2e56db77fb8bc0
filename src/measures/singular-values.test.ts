import assert from "node:assert/strict";
import { test } from "node:test";
import { selectNth, percentile } from "./order-statistics.ts";
import { grid, normals } from "../../test/support/made-points.ts";
import { singularValues } from "./singular-values.ts";

const close = (actual: number | undefined, expected: number) => {
  assert.ok(
    Math.abs((actual ?? NaN) - expected) <= 1e-14 * Math.abs(expected),
    `${actual ?? "none"} is not ${expected}`,
  );
};

test("small singular values keep their digits beside large ones", () => {
  // Columns scaled by 1 and 1e-12: a Gram matrix would lose the small one altogether.
  const values = singularValues(Float64Array.of(3, 4e-12, 4, -3e-12), 2, 2);
  close(values[0], 5);
  close(values[1], 5e-12);
});

test("a matrix and its transpose have the same singular values, as many as its smaller side", () => {
  const { data } = normals(5, 3, 2);
  const matrix = Float64Array.from(data);
  const transpose = Float64Array.from(
    { length: 15 },
    (_, i) => matrix[(i % 5) * 3 + Math.floor(i / 5)] ?? NaN,
  );
  const values = singularValues(matrix, 5, 3);
  assert.equal(values.length, 3);
  assert.deepEqual(singularValues(transpose, 3, 5), values);
  close(
    values.reduce((sum, s) => sum + s * s, 0),
    matrix.reduce((sum, x) => sum + x * x, 0),
  );
});

test("a matrix of rank one, and of zeros", () => {
  const values = singularValues(Float64Array.of(1, 2, 2, 4), 2, 2);
  close(values[0], 5);
  assert.ok((values[1] ?? NaN) < 1e-15);
  assert.deepEqual(singularValues(new Float64Array(6), 2, 3), new Float64Array(2));
});

test("selection puts every rank where a sort would, ties included", () => {
  for (const set of [normals(57, 1, 1), grid(57, 1, 2, 4), grid(57, 1, 3, 1)]) {
    const sorted = Float64Array.from(set.data).sort();
    for (let nth = 0; nth < set.rows; nth++) {
      const values = Float64Array.from(set.data);
      const companions = Int32Array.from({ length: set.rows }, (_, i) => i);
      selectNth(values, nth, 0, set.rows, companions);
      assert.equal(values[nth], sorted[nth]);
      assert.ok(values.subarray(0, nth).every(value => value <= (sorted[nth] ?? NaN)));
      assert.ok(values.subarray(nth).every(value => value >= (sorted[nth] ?? NaN)));
      assert.ok(companions.every((from, to) => set.data[from] === values[to]));
    }
  }
});

test("percentiles lie between their neighbours", () => {
  assert.equal(percentile(Float64Array.of(4, 1, 3, 2), 0.5), 2.5);
  assert.equal(percentile(Float64Array.of(7), 0.05), 7);
  assert.equal(percentile(Float64Array.of(3, 1, 2), 1), 3);
  assert.ok(Number.isNaN(percentile(new Float64Array(0), 0.5)));
});
