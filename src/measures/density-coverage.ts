import { type BallCounts, countAbove0, sumUpTo } from "./ball-counts.ts";

/**
 * Density and coverage (Naeem et al. 2020, arXiv 2002.09797, equations 3 and 5) of generated points y [m] against real
 * points x [n], with r_k(x) the distance from x to the k-th nearest other real point, a duplicate being another point:
 *   density   number of pairs with |x - y| < r_k(x), over k m; can be above 1
 *   coverage  share of real points x with |x - y| < r_k(x) for some generated y
 */
export const density = ({ fakesInside, neighbours, fakeRows }: BallCounts): number =>
  sumUpTo(fakesInside, Infinity) / (neighbours * fakeRows);

export const coverage = ({ fakesInside, realRows }: BallCounts): number =>
  countAbove0(fakesInside) / realRows;
