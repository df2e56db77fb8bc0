import { FEWEST_SEEDS } from "./fewest-seeds.ts";
import { LEVEL, meanInterval, type MeanInterval } from "./mean-interval.ts";
import { tQuantile } from "./student-t.ts";

/**
 * The difference of two means of values that have no partners, with its 95 % interval for unequal variances (Welch 1947;
 * degrees of freedom after Satterthwaite 1946). Null where either side has fewer than three values, or neither
 * side's differ: they say nothing of their spread.
 */
export function welchDifference(
  values: readonly number[],
  baseline: readonly number[],
): (Pick<MeanInterval, "mean"> & { readonly halfWidth: number }) | null {
  const [own, other] = [meanInterval(values), meanInterval(baseline)];
  const [s, t] = [own?.standardDeviation ?? null, other?.standardDeviation ?? null];
  if (own === null || other === null || s === null || t === null) return null;
  if (Math.min(own.count, other.count) < FEWEST_SEEDS) return null;
  const mean = own.mean - other.mean;
  const [a, b] = [s ** 2 / own.count, t ** 2 / other.count];
  if (a + b === 0) return null;
  const degrees = (a + b) ** 2 / (a ** 2 / (own.count - 1) + b ** 2 / (other.count - 1));
  return { mean, halfWidth: tQuantile(LEVEL, degrees) * Math.sqrt(a + b) };
}
