import { BLOCK, blockMaximum, boxDistance, closePairs, ClosePairs } from "./blocks.ts";
import type { BlockedPoints } from "./blocks.ts";
import { PointsError } from "./points.ts";
import type { Sliced } from "./slices.ts";
import { visitCross } from "./tiles.ts";

/** The nearest point of another set to each query; of equally near ones the first. */
export interface NearestOthers {
  /** [queries]: its row in the other set. */
  readonly row: Int32Array;
  /** [queries]: the squared distance to it. */
  readonly squared: Float64Array;
}

/**
 * Finds for each query the nearest of the others, both prepared by `blockPoints`, once for many calls. Throws
 * PointsError where the dimensions differ or there are no others.
 */
export function* nearestOthers(others: BlockedPoints, queries: BlockedPoints): Sliced<NearestOthers> {
  if (others.rows === 0) throw new PointsError("too few", "there are no points to look among");
  if (queries.dims !== others.dims) {
    const message = `points of ${queries.dims} dimensions have no neighbours among those of ${others.dims}`;
    throw new PointsError("shape", message);
  }
  const nearest = new Float64Array(queries.blocks * BLOCK).fill(Infinity, 0, queries.rows);
  nearest.fill(-Infinity, queries.rows);
  const rows = new Int32Array(nearest.length);
  const widest = new Float64Array(queries.blocks).fill(Infinity);
  const indifferent = new Float64Array(others.blocks * BLOCK).fill(-Infinity);
  const found = new ClosePairs();
  const visit = (a: number, b: number): void => {
    const limit = widest[b] ?? 0;
    if (boxDistance(others, a, queries, b, limit) > limit) return;
    closePairs(others, a, indifferent, queries, b, nearest, found);
    if (found.count === 0) return;
    for (let n = 0; n < found.count; n++) {
      const place = b * BLOCK + (found.b[n] ?? 0);
      const row = others.order[a * BLOCK + (found.a[n] ?? 0)] ?? 0;
      const squared = found.squared[n] ?? 0;
      const best = nearest[place] ?? 0;
      if (squared > best || (squared === best && row > (rows[place] ?? 0))) continue;
      nearest[place] = squared;
      rows[place] = row;
    }
    widest[b] = blockMaximum(nearest, b);
  };
  // Both sets lie in the order of their places, so where they are alike the first visit finds near points, and few others are looked at.
  for (let b = 0; b < queries.blocks; b++) visit(Math.floor((b * others.blocks) / queries.blocks), b);
  yield* visitCross(others, queries, visit);
  const row = new Int32Array(queries.rows);
  const squared = new Float64Array(queries.rows);
  for (let place = 0; place < queries.rows; place++) {
    row[queries.order[place] ?? 0] = rows[place] ?? 0;
    squared[queries.order[place] ?? 0] = nearest[place] ?? 0;
  }
  return { row, squared };
}
