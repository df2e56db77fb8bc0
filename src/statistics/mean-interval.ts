import { FEWEST_SEEDS } from "./fewest-seeds.ts";
import { tQuantile } from "./student-t.ts";
import { tolerance } from "./tolerance.ts";

export const LEVEL = 0.95;

/** A mean over seeds and how sure it is. */
export interface MeanInterval {
  readonly count: number;
  readonly mean: number;
  /** Unbiased; null for one value, 0 for values that are equal but for rounding. */
  readonly standardDeviation: number | null;
  /** Half the width of the 95 % interval by Student's t; null for fewer than three values, and for equal ones, which say nothing of their spread. */
  readonly halfWidth: number | null;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/**
 * Mean and 95 % interval mean ± t * s / sqrt(n) (Student 1908) of finite values; null where there are none. Bootstrap
 * intervals were tried and are too narrow for the few seeds of a sweep; docs/science.md has the figures.
 * @param size how large the numbers are that the values were made of: what is small against it is rounding
 */
export function meanInterval(
  values: readonly number[],
  size = Math.max(...values.map(Math.abs)),
): MeanInterval | null {
  const count = values.length;
  if (count === 0) return null;
  const mean = sum(values) / count;
  if (count === 1) return { count, mean, standardDeviation: null, halfWidth: null };
  const standardDeviation = Math.sqrt(sum(values.map(value => (value - mean) ** 2)) / (count - 1));
  if (standardDeviation <= tolerance * size) return { count, mean, standardDeviation: 0, halfWidth: null };
  if (count < FEWEST_SEEDS) return { count, mean, standardDeviation, halfWidth: null };
  const halfWidth = (tQuantile(LEVEL, count - 1) * standardDeviation) / Math.sqrt(count);
  return { count, mean, standardDeviation, halfWidth };
}
