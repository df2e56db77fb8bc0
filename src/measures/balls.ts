import { BLOCK, blockPoints } from "./blocks.ts";
import type { BlockedPoints } from "./blocks.ts";
import { nearestSquared } from "./neighbours.ts";
import { checkedPoints, PointsError } from "./points.ts";
import type { Points } from "./points.ts";
import type { Sliced } from "./slices.ts";

/** Points with the open ball around each that reaches to its k-th nearest other point. */
export interface Balls {
  readonly points: BlockedPoints;
  readonly neighbours: number;
  /** [places * k]: the squared distances to the k nearest others, ascending, as from `nearestSquared`. */
  readonly nearest: Float64Array;
  /** [places]: a point at squared distance s lies in the ball if s < limits[place]; -Infinity at empty places. */
  readonly limits: Float64Array;
}

/** The balls of a set of points; `what` names it in messages. Throws PointsError unless there are more than k points, all finite. */
export function* ballsOf(points: Points, neighbours: number, what: string): Sliced<Balls> {
  if (!Number.isSafeInteger(neighbours) || neighbours < 1) {
    throw new PointsError("too few", `${neighbours} neighbours: a whole number from 1 is needed`);
  }
  if (points.rows <= neighbours) {
    const message = `${what}: ${points.rows} points are too few for ${neighbours} neighbours; at least ${neighbours + 1} are needed`;
    throw new PointsError("too few", message);
  }
  const blocked = yield* blockPoints(checkedPoints(points, what));
  return ballsFrom(blocked, neighbours, yield* nearestSquared(blocked, neighbours));
}

/** The balls of points whose nearest neighbours are known: `nearest` as from `nearestSquared` with k = neighbours. */
export function ballsFrom(points: BlockedPoints, neighbours: number, nearest: Float64Array): Balls {
  const limits = new Float64Array(points.blocks * BLOCK).fill(-Infinity);
  for (let place = 0; place < points.rows; place++) {
    limits[place] = openLimit(nearest[place * neighbours + neighbours - 1] ?? 0);
  }
  return { points, neighbours, nearest, limits };
}

/** The next number below a positive one, and above it (of the least numbers, which no square needs, itself). */
const before = (value: number) => Math.min(value * (1 - 2 ** -53), value - Number.MIN_VALUE);
const after = (value: number) => value + value * 2 ** -53 * (1 + 2 ** -52);

/**
 * The least s with sqrt(s) >= sqrt(squared): then sqrt(t) < sqrt(squared) exactly where t < s. Squares can differ
 * where the distances, rounded, are equal; it is the distances that count.
 */
function openLimit(squared: number): number {
  const distance = Math.sqrt(squared);
  let limit = squared;
  for (;;) {
    const below = limit * (1 - 2 ** -53); // the next smaller number, or the same one where there is none
    if (below === limit || Math.sqrt(below) < distance) return limit;
    limit = below;
  }
}

/** The greatest s with sqrt(s) <= distance: then sqrt(t) <= distance exactly where t <= s. */
export function closedLimit(distance: number): number {
  let limit = distance ** 2;
  while (Math.sqrt(limit) > distance) limit = before(limit);
  for (;;) {
    const above = after(limit);
    if (above === limit || Math.sqrt(above) > distance) return limit;
    limit = above;
  }
}
