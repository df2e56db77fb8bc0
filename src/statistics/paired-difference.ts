import { meanInterval, type MeanInterval } from "./mean-interval.ts";

/**
 * Differences `value - baseline` of pairs (the same seed under two configurations), which removes what both runs of a seed
 * share: their mean with its interval. Null where there are no pairs.
 */
export function pairedDifference(
  pairs: readonly (readonly [value: number, baseline: number])[],
): MeanInterval | null {
  return meanInterval(
    pairs.map(([value, baseline]) => value - baseline),
    Math.max(...pairs.flat().map(Math.abs)),
  );
}
