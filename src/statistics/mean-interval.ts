import { tQuantile } from "./student-t.ts";

export const LEVEL = 0.95;

/** A mean over seeds and how sure it is. */
export interface MeanInterval {
  readonly count: number;
  readonly mean: number;
  /** Unbiased; null for one value. */
  readonly standardDeviation: number | null;
  /** Half the width of the 95 % interval by Student's t; null for one value, which says nothing of its spread. */
  readonly halfWidth: number | null;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/**
 * Mean and 95 % interval mean ± t * s / sqrt(n) (Student 1908) of finite values; null where there are none. Bootstrap
 * intervals were tried and are too narrow for the few seeds of a sweep; docs/science.md has the figures.
 */
export function meanInterval(values: readonly number[]): MeanInterval | null {
  const count = values.length;
  if (count === 0) return null;
  const mean = sum(values) / count;
  if (count === 1) return { count, mean, standardDeviation: null, halfWidth: null };
  const standardDeviation = Math.sqrt(sum(values.map(value => (value - mean) ** 2)) / (count - 1));
  const halfWidth = (tQuantile(LEVEL, count - 1) * standardDeviation) / Math.sqrt(count);
  return { count, mean, standardDeviation, halfWidth };
}
