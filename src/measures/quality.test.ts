import assert from "node:assert/strict";
import { test } from "node:test";
import { PointsError } from "./points.ts";
import type { Points } from "./points.ts";
import { prepareReal, quality } from "./quality.ts";
import { grid, normals, points } from "../../test/support/made-points.ts";

/** The definitions, word for word. */
function naive(real: Points, fake: Points, k: number) {
  const distance = (a: Points, i: number, b: Points, j: number) => {
    let sum = 0;
    for (let d = 0; d < a.dims; d++)
      sum += ((a.data[i * a.dims + d] ?? 0) - (b.data[j * a.dims + d] ?? 0)) ** 2;
    return Math.sqrt(sum);
  };
  const indices = (set: Points) => Array.from({ length: set.rows }, (_, i) => i);
  const radius = (set: Points, i: number) =>
    indices(set)
      .filter(j => j !== i)
      .map(j => distance(set, i, set, j))
      .sort((a, b) => a - b)[k - 1] ?? NaN;
  const realRadii = indices(real).map(i => radius(real, i));
  const fakeRadii = indices(fake).map(j => radius(fake, j));
  const share = (set: Points, holds: (i: number) => boolean) => indices(set).filter(holds).length / set.rows;
  const inReal = (i: number, j: number) => distance(real, i, fake, j) < (realRadii[i] ?? 0);
  const inFake = (i: number, j: number) => distance(real, i, fake, j) < (fakeRadii[j] ?? 0);
  const sorted = realRadii.toSorted((a, b) => a - b);
  const median = ((sorted[(real.rows - 1) >> 1] ?? NaN) + (sorted[real.rows >> 1] ?? NaN)) / 2;
  const short = (i: number) => Math.min(realRadii[i] ?? 0, median);
  const upToK = (counts: readonly number[]) =>
    counts.reduce((sum, count) => sum + Math.min(count, k), 0) / (k * counts.length);
  const around = indices(fake).map(
    j => indices(real).filter(i => distance(real, i, fake, j) <= short(i)).length,
  );
  const aroundReal = indices(real).map(
    j => indices(real).filter(i => i !== j && distance(real, i, real, j) <= short(i)).length,
  );
  const covered = upToK(indices(real).map(i => indices(fake).filter(j => inReal(i, j)).length));
  const precision = share(fake, j => indices(real).some(i => inReal(i, j)));
  const recall = share(real, i => indices(fake).some(j => inFake(i, j)));
  const coverage = share(real, i => indices(fake).some(j => inReal(i, j)));
  return {
    "quality/precision": precision,
    "quality/recall": recall,
    "quality/density":
      indices(fake).flatMap(j => indices(real).filter(i => inReal(i, j))).length / (k * fake.rows),
    "quality/coverage": coverage,
    "quality/clipped_density": Math.min(1, upToK(around) / upToK(aroundReal)),
    "quality/clipped_coverage":
      urn(real.rows, fake.rows, k).filter(expected => expected < covered * (1 - 1e-12)).length /
      (fake.rows + 1),
    "quality/symmetric_precision": Math.min(
      precision,
      share(fake, j => indices(real).some(i => inFake(i, j))),
    ),
    "quality/symmetric_recall": Math.min(recall, coverage),
  };
}

/** The clipped coverage of the first m good samples: how often a Polya urn with k of n balls marked gives a marked one. */
function urn(n: number, draws: number, k: number): number[] {
  let marked = [1];
  return Array.from({ length: draws + 1 }, (_, m) => {
    const mean = marked.reduce((sum, p, j) => sum + p * Math.min(j, k), 0) / k;
    const chance = (j: number) => (k + j) / (n + m);
    marked = Array.from(
      { length: m + 2 },
      (_, j) => (marked[j] ?? 0) * (1 - chance(j)) + (marked[j - 1] ?? 0) * chance(j - 1),
    );
    return m < k ? 0 : mean;
  });
}

const tenths = (set: Points, scale: number): Points => ({
  ...set,
  data: set.data.map(value => value * scale),
});

for (const dims of [1, 2, 3, 17, 40]) {
  for (const k of [1, 4]) {
    test(`the search by blocks gives what the definitions give: ${dims} dimensions, k ${k}`, () => {
      for (const [n, m] of [
        [k + 1, k + 1],
        [8, 9],
        [15, 64],
        [130, 71],
      ] as const) {
        if (Math.min(n, m) <= k) continue;
        const sets: [Points, Points][] = [
          [normals(n, dims, n), normals(m, dims, m + 1, 0.2)],
          [grid(n, dims, n, 3), grid(m, dims, m + 1, 3)],
          [tenths(grid(n, dims, n, 4), 0.1), tenths(grid(m, dims, m + 1, 4), 0.1)],
          [normals(n, dims, n), points(m, dims, () => 0.1)],
          [normals(n, dims, n, 1e8), normals(m, dims, m + 1, 1e8)],
          [tenths(normals(n, dims, n), 1e-170), tenths(normals(m, dims, m), 1e-170)],
          [tenths(normals(n, dims, n), 1e300), tenths(normals(m, dims, m), 1e300)],
        ];
        for (const [real, fake] of sets)
          assert.deepEqual(quality(prepareReal(real, k), fake), naive(real, fake, k));
      }
    });
  }
}

test("a set too small for its neighbours is refused with the number needed", () => {
  const real = normals(6, 2, 1);
  assert.throws(
    () => prepareReal(normals(5, 2, 1), 5),
    (error: unknown) => {
      assert.ok(error instanceof PointsError);
      assert.equal(error.reason, "too few");
      assert.match(error.message, /real: 5 points .* 5 neighbours; at least 6/);
      return true;
    },
  );
  assert.throws(() => quality(prepareReal(real, 5), normals(3, 2, 1)), /fake: 3 points/);
  for (const k of [0, -1, 1.5, NaN]) assert.throws(() => prepareReal(real, k), PointsError);
});

test("a value that is not finite is refused by its row and column", () => {
  for (const bad of [NaN, Infinity, -Infinity]) {
    const set = points(9, 3, i => (i === 16 ? bad : i));
    assert.throws(
      () => prepareReal(set, 2),
      (error: unknown) => {
        assert.ok(error instanceof PointsError);
        assert.equal(error.row, 5);
        assert.match(error.message, /row 5 .*column 1/);
        return true;
      },
    );
  }
});

test("sets of different dimensions are refused", () => {
  assert.throws(() => quality(prepareReal(normals(9, 2, 1), 3), normals(9, 3, 1)), /3 dimensions .* 2/);
  assert.throws(() => prepareReal({ data: new Float32Array(7), rows: 4, dims: 2 }, 3), PointsError);
});
