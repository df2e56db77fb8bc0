import assert from "node:assert/strict";
import { test } from "node:test";
import { blockPoints } from "./blocks.ts";
import { copyingReference, dataCopying } from "./data-copying.ts";
import { nearestOthers } from "./nearest-other.ts";
import { PointsError } from "./points.ts";
import type { Points } from "./points.ts";
import { grid, normals, points } from "../../test/support/made-points.ts";
import { atOnce } from "./slices.ts";

const blocked = (points: Points) => atOnce(blockPoints(points));

function nearestPlainly(others: Points, queries: Points) {
  return Array.from({ length: queries.rows }, (_, q) => {
    let best = { row: -1, squared: Infinity };
    for (let row = 0; row < others.rows; row++) {
      let squared = 0;
      for (let d = 0; d < others.dims; d++)
        squared +=
          ((others.data[row * others.dims + d] ?? 0) - (queries.data[q * queries.dims + d] ?? 0)) ** 2;
      if (squared < best.squared) best = { row, squared };
    }
    return best;
  });
}

test("the nearest other point is what a plain search finds, of equally near ones the first", () => {
  for (const [others, queries] of [
    [normals(203, 2, 1), normals(57, 2, 2)],
    [normals(90, 40, 3), normals(31, 40, 4)],
    [grid(150, 3, 5, 3), grid(101, 3, 6, 4)],
    [points(20, 2, () => 1), grid(9, 2, 7, 3)],
    [normals(1, 2, 8), normals(3, 2, 9)],
  ] as const) {
    const { row, squared } = atOnce(nearestOthers(blocked(others), blocked(queries)));
    const expected = nearestPlainly(others, queries);
    assert.deepEqual(
      [...row],
      expected.map(found => found.row),
    );
    assert.deepEqual(
      [...squared],
      expected.map(found => found.squared),
    );
  }
  assert.throws(
    () => atOnce(nearestOthers(blocked(normals(0, 2, 1)), blocked(normals(2, 2, 1)))),
    PointsError,
  );
  assert.throws(
    () => atOnce(nearestOthers(blocked(normals(4, 2, 1)), blocked(normals(2, 3, 1)))),
    PointsError,
  );
});

test("copies give 1, unseen real samples a half, far samples 0, half copies between", () => {
  const training = normals(400, 4, 1);
  const reference = atOnce(copyingReference(training, blocked(normals(300, 4, 2))));
  const copying = (samples: Points) => Number(atOnce(dataCopying(reference, blocked(samples))));
  assert.equal(copying({ ...training, rows: 100, data: training.data.slice(0, 400) }), 1);
  assert.ok(Math.abs(copying(normals(300, 4, 3)) - 0.5) < 0.05);
  assert.equal(copying(normals(50, 4, 4, 30)), 0);
  const half = points(200, 4, i => (i < 400 ? (training.data[i] ?? 0) : (normals(1, 1, i).data[0] ?? 0)));
  assert.ok(Math.abs(copying(half) - 0.75) < 0.05);
});

test("equal distances count half", () => {
  const training = points(3, 1, i => 10 * i);
  const reference = atOnce(copyingReference(training, blocked(points(2, 1, i => 1 + 10 * i))));
  assert.equal(atOnce(dataCopying(reference, blocked(points(4, 1, i => 9 + 10 * (i % 2))))), 0.5);
});
