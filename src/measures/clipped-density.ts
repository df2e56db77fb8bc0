import { type BallCounts, type ShortBalls, sumUpTo } from "./ball-counts.ts";
import { closedLimit, type Balls } from "./balls.ts";
import { visitNearest } from "./neighbours.ts";
import type { Sliced } from "./slices.ts";

export function* shortBalls({ points, neighbours, nearest, limits }: Balls): Sliced<ShortBalls> {
  const radii = Float64Array.from({ length: points.rows }, (_, place) =>
    Math.sqrt(nearest[place * neighbours + neighbours - 1] ?? 0),
  );
  const sorted = radii.toSorted();
  const median = ((sorted[(points.rows - 1) >> 1] ?? 0) + (sorted[points.rows >> 1] ?? 0)) / 2;
  const short = limits.map((_, place) =>
    place < points.rows ? closedLimit(Math.min(radii[place] ?? 0, median)) : -Infinity,
  );
  const around = new Int32Array(points.rows);
  yield* visitNearest(points, short, (i, j, ofI, ofJ) => {
    if (ofI) around[j] = (around[j] ?? 0) + 1;
    if (ofJ) around[i] = (around[i] ?? 0) + 1;
  });
  return { limits: short, own: sumUpTo(around, neighbours) / (neighbours * points.rows) };
}

/**
 * Clipped Density (Salvy, Talbot and Thirion 2025, arXiv 2507.01761): with R_i = min(r_i, median of r), a generated point
 * counts min(number of i with |y - x_i| <= R_i, k) / k; the mean over generated points, divided by the same mean of the
 * real points (each with the others' balls), at most 1. No outlier's wide ball and no crowd of balls can lift it.
 */
export function clippedDensity(counts: BallCounts, { own }: ShortBalls): number {
  const { neighbours, fakeRows, shortBallsAround } = counts;
  return Math.min(1, sumUpTo(shortBallsAround, neighbours) / (neighbours * fakeRows) / own);
}
