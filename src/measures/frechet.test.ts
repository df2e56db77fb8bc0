import assert from "node:assert/strict";
import { test } from "node:test";
import { uniform } from "../../test/support/uniform.ts";
import { frechetDistance, frechetReference } from "./frechet.ts";
import { PointsError } from "./points.ts";
import type { Points } from "./points.ts";
import { normals, points } from "../../test/support/made-points.ts";
import { atOnce } from "./slices.ts";

const distance = (real: Points, fake: Points) =>
  atOnce(frechetDistance(atOnce(frechetReference(real)), fake));

/** Two points a dimension, at mean +- spread: a diagonal covariance, exactly. */
function crosses(mean: readonly number[], spread: readonly number[]): Points {
  const dims = mean.length;
  return points(2 * dims, dims, i => {
    const [row, d] = [Math.floor(i / dims), i % dims];
    const away = Math.floor(row / 2) === d ? (row % 2 === 0 ? 1 : -1) * (spread[d] ?? 0) : 0;
    return (mean[d] ?? 0) + away;
  });
}

test("of independent dimensions it is the squared distance of means and of standard deviations", () => {
  const dims = 7; // no multiple of the tiles
  const [a, b] = [normals(1, dims, 1).data, normals(1, dims, 2).data];
  const next = uniform(3);
  const [s, t] = [0, 1].map(() => Array.from({ length: dims }, () => 0.1 + next()));
  assert.ok(s !== undefined && t !== undefined);
  const deviation = (spread: number) => Math.sqrt((2 * spread * spread) / (2 * dims - 1));
  const expected = s.reduce(
    (sum, _, d) =>
      sum + ((a[d] ?? 0) - (b[d] ?? 0)) ** 2 + (deviation(s[d] ?? 0) - deviation(t[d] ?? 0)) ** 2,
    0,
  );
  const found = distance(crosses([...a], s), crosses([...b], t));
  assert.ok(Math.abs(found - expected) < 1e-12 * expected, `${found} is not ${expected}`);
});

test("a set is at no distance from itself, and a shift from it at its square, fewer points than dimensions too", () => {
  for (const [rows, dims] of [
    [400, 12],
    [20, 33],
  ] as const) {
    const real = normals(rows, dims, 4);
    const shifted = { ...real, data: real.data.map(value => value + 0.5) };
    const scale = dims;
    assert.ok(distance(real, real) < 1e-6 * scale);
    assert.ok(Math.abs(distance(real, shifted) - 0.25 * dims) < 1e-6 * scale);
  }
});

test("the order of dimensions and a rotation of all of them do not matter", () => {
  const dims = 10;
  const real = normals(200, dims, 5);
  const fake = points(150, dims, i => (normals(1, 1, i).data[0] ?? 0) * (1 + (i % dims)));
  const straight = distance(real, fake);
  const turned = ({ data, rows }: Points): Points =>
    points(rows, dims, i => {
      const [row, d] = [i - (i % dims), i % dims];
      if (d > 1) return data[row + dims + 1 - d] ?? 0;
      const [x, y] = [data[row] ?? 0, data[row + 1] ?? 0];
      return d === 0 ? 0.6 * x - 0.8 * y : 0.8 * x + 0.6 * y;
    });
  assert.ok(Math.abs(distance(turned(real), turned(fake)) - straight) < 1e-10 * straight);
});

test("constant features and one point too few", () => {
  const constant = points(30, 5, () => 2);
  assert.ok(distance(constant, constant) === 0);
  assert.ok(
    Math.abs(
      distance(
        constant,
        points(9, 5, () => 3),
      ) - 5,
    ) < 1e-12,
  );
  assert.throws(
    () =>
      distance(
        points(1, 3, () => 1),
        normals(9, 3, 1),
      ),
    PointsError,
  );
  assert.throws(() => distance(normals(9, 3, 1), normals(9, 4, 1)), /4 dimensions/);
});
