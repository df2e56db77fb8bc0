import type { Balls } from "./balls.ts";
import { BLOCK, blockMaximum, boxDistance, closePairs, ClosePairs } from "./blocks.ts";
import type { Sliced } from "./slices.ts";
import { visitCross } from "./tiles.ts";

/** The balls of real points, none wider than the median one. */
export interface ShortBalls {
  /** [places]: a point at squared distance s lies in the ball if s <= limits[place]; -Infinity at empty places. */
  readonly limits: Float64Array;
  /** What clipped density is for the real points themselves, before it is divided by this. */
  readonly own: number;
}

/** Real points with all their balls: made once, used at every evaluation. */
export interface RealBalls extends Balls {
  readonly short: ShortBalls;
}

/**
 * Which points of either set lie in which balls of the other: all that precision, recall and their kin need, found in one
 * pass. Each array has a number for each place of its set, 0 at empty ones.
 */
export interface BallCounts {
  readonly realRows: number;
  readonly fakeRows: number;
  readonly neighbours: number;
  /** Of a real point: the generated points in its ball, and the generated balls that hold it. */
  readonly fakesInside: Int32Array;
  readonly fakeBallsAround: Int32Array;
  /** Of a generated point: the real points in its ball, the real balls that hold it, and the short ones that do. */
  readonly realsInside: Int32Array;
  readonly realBallsAround: Int32Array;
  readonly shortBallsAround: Int32Array;
}

export function* countBalls(real: RealBalls, fake: Balls): Sliced<BallCounts> {
  const { short } = real;
  const reach = real.limits.map((limit, place) => Math.max(limit, short.limits[place] ?? 0));
  const widestReal = blockMaxima(reach);
  const widestFake = blockMaxima(fake.limits);
  const counts: BallCounts = {
    realRows: real.points.rows,
    fakeRows: fake.points.rows,
    neighbours: real.neighbours,
    fakesInside: new Int32Array(reach.length),
    fakeBallsAround: new Int32Array(reach.length),
    realsInside: new Int32Array(fake.limits.length),
    realBallsAround: new Int32Array(fake.limits.length),
    shortBallsAround: new Int32Array(fake.limits.length),
  };
  const { fakesInside, fakeBallsAround, realsInside, realBallsAround, shortBallsAround } = counts;
  const found = new ClosePairs();
  yield* visitCross(real.points, fake.points, (a, b) => {
    const limit = Math.max(widestReal[a] ?? 0, widestFake[b] ?? 0);
    if (boxDistance(real.points, a, fake.points, b, limit) > limit) return;
    closePairs(real.points, a, reach, fake.points, b, fake.limits, found);
    for (let n = 0; n < found.count; n++) {
      const i = a * BLOCK + (found.a[n] ?? 0);
      const j = b * BLOCK + (found.b[n] ?? 0);
      const squared = found.squared[n] ?? 0;
      if (squared < (real.limits[i] ?? 0)) {
        increase(fakesInside, i);
        increase(realBallsAround, j);
      }
      if (squared <= (short.limits[i] ?? 0)) increase(shortBallsAround, j);
      if (squared < (fake.limits[j] ?? 0)) {
        increase(fakeBallsAround, i);
        increase(realsInside, j);
      }
    }
  });
  return counts;
}

function increase(counts: Int32Array, place: number): void {
  counts[place] = (counts[place] ?? 0) + 1;
}

function blockMaxima(limits: Float64Array): Float64Array {
  return Float64Array.from({ length: limits.length / BLOCK }, (_, block) => blockMaximum(limits, block));
}

/** How many of the counts are above 0. */
export const countAbove0 = (counts: Int32Array): number =>
  counts.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0);

/** The sum of the counts, each up to `most`. */
export const sumUpTo = (counts: Int32Array, most: number): number =>
  counts.reduce((sum, count) => sum + Math.min(count, most), 0);
