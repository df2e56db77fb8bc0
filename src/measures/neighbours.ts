import { BLOCK, blockMaximum, boxDistance, closePairs, ClosePairs } from "./blocks.ts";
import type { BlockedPoints } from "./blocks.ts";
import type { Sliced } from "./slices.ts";
import { visitPairs } from "./tiles.ts";

/**
 * Squared distances from each point to its k nearest other points of the same set, ascending: [places, k], in the
 * order of the blocks' places; Infinity where there are fewer than k others. A point's duplicates are other points.
 */
export function* nearestSquared(points: BlockedPoints, k: number): Sliced<Float64Array> {
  const { rows, blocks } = points;
  const nearest = new Float64Array(blocks * BLOCK * k).fill(Infinity);
  // The k-th distance of each place, and the largest within each block: nothing further away concerns them.
  const limits = new Float64Array(blocks * BLOCK).fill(Infinity, 0, rows).fill(-Infinity, rows);
  const widest = new Float64Array(blocks).fill(Infinity);
  const found = new ClosePairs();
  const insert = (place: number, squared: number): void => {
    const first = place * k;
    let slot = first + k - 1;
    if (squared >= (nearest[slot] ?? 0)) return;
    while (slot > first && (nearest[slot - 1] ?? 0) > squared) {
      nearest[slot] = nearest[slot - 1] ?? 0;
      slot--;
    }
    nearest[slot] = squared;
    limits[place] = nearest[first + k - 1] ?? 0;
  };
  yield* visitPairs(points, (a, b) => {
    const limit = Math.max(widest[a] ?? 0, widest[b] ?? 0);
    if (boxDistance(points, a, points, b, limit) >= limit) return;
    closePairs(points, a, limits, points, b, limits, found);
    if (found.count === 0) return;
    for (let n = 0; n < found.count; n++) {
      const i = a * BLOCK + (found.a[n] ?? 0);
      const j = b * BLOCK + (found.b[n] ?? 0);
      if (i >= j) continue;
      const squared = found.squared[n] ?? 0;
      insert(i, squared);
      insert(j, squared);
    }
    widest[a] = blockMaximum(limits, a);
    widest[b] = blockMaximum(limits, b);
  });
  return nearest;
}

/**
 * Visits every pair of rows i, j of which one is among the other's nearest: whose squared distance is at most
 * limits[place of i] (then `ofI` is true) or limits[place of j] (`ofJ`). Each pair once.
 */
export function* visitNearest(
  points: BlockedPoints,
  limits: Float64Array,
  visit: (i: number, j: number, ofI: boolean, ofJ: boolean) => void,
): Sliced<void> {
  const { order } = points;
  const widest = Float64Array.from({ length: points.blocks }, (_, block) => blockMaximum(limits, block));
  const found = new ClosePairs();
  yield* visitPairs(points, (a, b) => {
    const limit = Math.max(widest[a] ?? 0, widest[b] ?? 0);
    if (boxDistance(points, a, points, b, limit) > limit) return;
    closePairs(points, a, limits, points, b, limits, found);
    for (let n = 0; n < found.count; n++) {
      const i = a * BLOCK + (found.a[n] ?? 0);
      const j = b * BLOCK + (found.b[n] ?? 0);
      if (i >= j) continue;
      const squared = found.squared[n] ?? 0;
      visit(order[i] ?? 0, order[j] ?? 0, squared <= (limits[i] ?? 0), squared <= (limits[j] ?? 0));
    }
  });
}
