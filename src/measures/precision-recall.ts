import { type BallCounts, countAbove0 } from "./ball-counts.ts";

/**
 * Precision and recall (Kynkaanniemi et al. 2019, arXiv 1904.06991, equations 1 and 2) of generated points y [m] against
 * real points x [n], with r_k(x) the distance from x to the k-th nearest other point of its own set, a duplicate being
 * another point:
 *   precision  share of generated points y with |x - y| < r_k(x) for some real x
 *   recall     share of real points x with |x - y| < r_k(y) for some generated y
 */
export const precision = ({ realBallsAround, fakeRows }: BallCounts): number =>
  countAbove0(realBallsAround) / fakeRows;

export const recall = ({ fakeBallsAround, realRows }: BallCounts): number =>
  countAbove0(fakeBallsAround) / realRows;
