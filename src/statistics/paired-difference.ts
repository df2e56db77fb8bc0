import { meanInterval, type MeanInterval } from "./mean-interval.ts";
import { twoSidedP } from "./student-t.ts";

export interface PairedDifference extends MeanInterval {
  /** Two-sided p-value of the paired t-test, before any correction; null for one pair. */
  readonly p: number | null;
}

/**
 * Differences `value - baseline` of pairs (the same seed under two configurations): mean, interval, and the paired
 * t-test of no difference. Null where there are no pairs. Pairs that all differ by the same amount give p 0, or 1 where
 * that amount is 0.
 */
export function pairedDifference(
  pairs: readonly (readonly [value: number, baseline: number])[],
): PairedDifference | null {
  const interval = meanInterval(pairs.map(([value, baseline]) => value - baseline));
  if (interval === null) return null;
  const { count, mean, standardDeviation } = interval;
  if (standardDeviation === null) return { ...interval, p: null };
  if (standardDeviation === 0) return { ...interval, p: mean === 0 ? 1 : 0 };
  return { ...interval, p: twoSidedP((mean * Math.sqrt(count)) / standardDeviation, count - 1) };
}
