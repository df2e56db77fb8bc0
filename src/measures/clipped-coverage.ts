import { type BallCounts, sumUpTo } from "./ball-counts.ts";

/**
 * Clipped Coverage (Salvy, Talbot and Thirion 2025, arXiv 2507.01761): c = mean_i min(number of j with |x_i - y_j| < r_i, k)
 * / k, told as the share of good samples that gives so much: g(c) = (number of m from 0 to M with f(m) < c) / (M + 1).
 */
export function clippedCoverage({ fakesInside, neighbours, realRows, fakeRows }: BallCounts): number {
  // What is equal, and rounding made a little less, is not less.
  const found = (sumUpTo(fakesInside, neighbours) / (neighbours * realRows)) * (1 - 1e-12);
  const expected = expectedCoverage(realRows, fakeRows, neighbours);
  return expected.reduce((sum, value) => sum + (value < found ? 1 : 0), 0) / (fakeRows + 1);
}

/**
 * f(m), m = 0 to M: what c is in expectation when m of the M samples are of the data's distribution. A ball holds a share
 * of it that is Beta(k, N - k), so the number J of those m in it is beta-binomial, and f(m) = E min(J, k) / k
 * = 1 - sum_{t < k} (1 - t / k) P(J = t); 0 for m < k. P(J = t) at m + 1 follows from that at m by products.
 */
function expectedCoverage(realRows: number, fakeRows: number, neighbours: number): Float64Array {
  const expected = new Float64Array(fakeRows + 1);
  // That all of the first t samples lie inside.
  let inside = 1;
  const missing = new Float64Array(fakeRows + 1);
  for (let t = 0; t < neighbours; t++) {
    let probability = inside;
    for (let m = t; m <= fakeRows; m++) {
      missing[m] = (missing[m] ?? 0) + (1 - t / neighbours) * probability;
      probability *= ((m + 1) / (m + 1 - t)) * ((realRows + m - neighbours - t) / (realRows + m));
    }
    inside *= (neighbours + t) / (realRows + t);
  }
  for (let m = neighbours; m <= fakeRows; m++) expected[m] = 1 - (missing[m] ?? 0);
  return expected;
}
