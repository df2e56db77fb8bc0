import { BLOCK, blockMaximum, blockPoints, boxDistance, closePairs, ClosePairs } from "./blocks.ts";
import type { BlockedPoints } from "./blocks.ts";
import { nearestSquared } from "./neighbours.ts";
import { visitCross } from "./tiles.ts";
import { checkedPoints, PointsError } from "./points.ts";
import type { Points } from "./points.ts";
import { atOnce } from "./slices.ts";
import type { Sliced } from "./slices.ts";

/** Points with the open ball around each that reaches to its k-th nearest other point. */
export interface Balls {
  readonly points: BlockedPoints;
  readonly neighbours: number;
  /** [places]: a point at squared distance s lies in the ball if s < limits[place]; -Infinity at empty places. */
  readonly limits: Float64Array;
}

/** A set of real points with what depends on it alone: made once, used at every evaluation. */
export type RealReference = Balls;

export interface Quality {
  readonly precision: number;
  readonly recall: number;
  readonly density: number;
  readonly coverage: number;
}

/** Throws PointsError unless there are more than `neighbours` points, all finite. */
export function prepareReal(real: Points, neighbours: number): RealReference {
  return atOnce(ballsOf(real, neighbours, "real"));
}

/**
 * Precision and recall (Kynkaanniemi et al. 2019, arXiv 1904.06991, equations 1 and 2), density and coverage (Naeem
 * et al. 2020, arXiv 2002.09797, equations 3 and 5) of `fake` [m, dims] against the reference's real points [n, dims].
 * With r_k(x) the distance from x to the k-th nearest other point of its own set, a duplicate being another point:
 *   precision  share of fake points y with |x - y| < r_k(x) for some real x
 *   recall     share of real points x with |x - y| < r_k(y) for some fake y
 *   density    number of pairs with |x - y| < r_k(x), over k m; can be above 1
 *   coverage   share of real points x with |x - y| < r_k(x) for some fake y
 * Every comparison is a strict `<` of float64 distances, as in the Python package prdc. Throws PointsError unless
 * fake has the same dims, more than k points, all finite.
 */
export function quality(reference: RealReference, fake: Points): Quality {
  const { points, neighbours } = reference;
  if (fake.dims !== points.dims) {
    const message = `fake: points of ${fake.dims} dimensions cannot be compared with real ones of ${points.dims}`;
    throw new PointsError("shape", message);
  }
  return atOnce(compareBalls(reference, atOnce(ballsOf(fake, neighbours, "fake"))));
}

/** The balls of a set of points; `what` names it in messages. Throws as prepareReal does. */
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
  return { points, neighbours, limits };
}

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

export function* compareBalls(real: Balls, fake: Balls): Sliced<Quality> {
  const widestReal = blockMaxima(real);
  const widestFake = blockMaxima(fake);
  const covered = new Uint8Array(real.limits.length);
  const recalled = new Uint8Array(real.limits.length);
  const precise = new Uint8Array(fake.limits.length);
  const found = new ClosePairs();
  let inside = 0;
  yield* visitCross(real.points.blocks, fake.points.blocks, (a, b) => {
    const limit = Math.max(widestReal[a] ?? 0, widestFake[b] ?? 0);
    if (boxDistance(real.points, a, fake.points, b, limit) >= limit) return;
    closePairs(real.points, a, real.limits, fake.points, b, fake.limits, found);
    for (let n = 0; n < found.count; n++) {
      const i = a * BLOCK + (found.a[n] ?? 0);
      const j = b * BLOCK + (found.b[n] ?? 0);
      const squared = found.squared[n] ?? 0;
      if (squared < (real.limits[i] ?? 0)) {
        inside++;
        covered[i] = 1;
        precise[j] = 1;
      }
      if (squared < (fake.limits[j] ?? 0)) recalled[i] = 1;
    }
  });
  return {
    precision: total(precise) / fake.points.rows,
    recall: total(recalled) / real.points.rows,
    density: inside / (real.neighbours * fake.points.rows),
    coverage: total(covered) / real.points.rows,
  };
}

function blockMaxima({ points, limits }: Balls): Float64Array {
  return Float64Array.from({ length: points.blocks }, (_, block) => blockMaximum(limits, block));
}

function total(flags: Uint8Array): number {
  let sum = 0;
  for (const flag of flags) sum += flag;
  return sum;
}
