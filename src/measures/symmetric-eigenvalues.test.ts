import assert from "node:assert/strict";
import { test } from "node:test";
import { uniform } from "../../test/support/uniform.ts";
import { atOnce } from "./slices.ts";
import { symmetricEigenvalues } from "./symmetric-eigenvalues.ts";

const eigenvalues = (matrix: readonly number[], n: number) =>
  atOnce(symmetricEigenvalues(Float64Array.from(matrix), n));

test("small matrices whose eigenvalues are known", () => {
  assert.deepEqual([...eigenvalues([3], 1)], [3]);
  assert.deepEqual([...eigenvalues([5, 0, 0, 0, -2, 0, 0, 0, 1], 3)], [-2, 1, 5]);
  const [low = 0, high = 0] = eigenvalues([2, NaN, 1, 2], 2); // the upper triangle is not read
  assert.ok(Math.abs(low - 1) < 1e-15 && Math.abs(high - 3) < 1e-15);
});

test("the second difference has the eigenvalues 2 - 2 cos(k pi / (n + 1)), however its rows are mixed", () => {
  const n = 61;
  const next = uniform(7);
  const order = Array.from({ length: n }, (_, i) => ({ i, key: next() }))
    .sort((a, b) => a.key - b.key)
    .map(({ i }) => i);
  const matrix = order.flatMap(i => order.map(j => (i === j ? 2 : Math.abs(i - j) === 1 ? -1 : 0)));
  eigenvalues(matrix, n).forEach((value, k) => {
    const expected = 2 - 2 * Math.cos(((k + 1) * Math.PI) / (n + 1));
    assert.ok(Math.abs(value - expected) < 1e-14 * n, `${k}: ${value} is not ${expected}`);
  });
});

test("their sum is the trace and the sum of their squares that of all entries", () => {
  const n = 50;
  const next = uniform(9);
  const matrix = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) matrix[i * n + j] = matrix[j * n + i] = next() - 0.5;
  let trace = 0;
  for (let i = 0; i < n; i++) trace += matrix[i * n + i] ?? 0;
  const squares = matrix.reduce((sum, value) => sum + value * value, 0);
  const values = eigenvalues([...matrix], n);
  assert.ok(Math.abs(values.reduce((sum, value) => sum + value, 0) - trace) < 1e-12);
  assert.ok(Math.abs(values.reduce((sum, value) => sum + value * value, 0) - squares) < 1e-11);
});

test("a value that is not finite is an error, not an endless loop", () => {
  assert.throws(() => eigenvalues([1, 0, 0, NaN, 1, 0, 2, 3, 1], 3), RangeError);
});
