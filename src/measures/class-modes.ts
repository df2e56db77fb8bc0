import { undefinedBecause, type Measured } from "./measured.ts";
import type { Assignment } from "./modes.ts";
import { FEWEST_FOR_SPREAD } from "./modes.ts";
import { percentile } from "./order-statistics.ts";
import type { Points } from "./points.ts";

/** Modes that a classifier tells apart: each sample belongs to the one that it is classified as. */
export interface ClassModes {
  readonly count: number;
  /** [count], the data's share of each class; sum 1 */
  readonly weights: Float64Array;
  /** [real rows]: the class of each real sample, by the same classifier. */
  readonly real: Int32Array;
}

/** Which modes samples of these classes reach: a mode is reached by one sample of its class (Metz et al. 2017). */
export function classAssignment(classes: Int32Array, count: number): Pick<Assignment, "nearest" | "reached"> {
  const reached = new Uint8Array(count);
  for (const mode of classes) reached[mode] = 1;
  return { nearest: classes, reached };
}

/**
 * Median over classes with at least 10 samples on either side of the generated over the real standard deviation: the
 * roots of the summed unbiased variances around the class's own mean. Undefined where no class has 10 and 10. A class has
 * no centre and no radius, so every sample that is classified as one counts.
 */
export function classSpread(
  real: Points,
  realClasses: Int32Array,
  samples: Points,
  classes: Int32Array,
): Measured {
  const generated = variances(samples, classes);
  const spreads: number[] = [];
  for (const [mode, variance] of variances(real, realClasses)) {
    const other = generated.get(mode);
    if (other !== undefined && variance > 0) spreads.push(Math.sqrt(other / variance));
  }
  if (spreads.length === 0)
    return undefinedBecause(
      `no class has ${FEWEST_FOR_SPREAD} generated and ${FEWEST_FOR_SPREAD} different real samples`,
    );
  return percentile(Float64Array.from(spreads), 0.5);
}

/** The summed unbiased variance of each class with at least 10 members. */
function variances({ data, dims }: Points, classes: Int32Array): Map<number, number> {
  const members = new Map<number, number[]>();
  classes.forEach((mode, row) => {
    const rows = members.get(mode) ?? [];
    if (rows.push(row) === 1) members.set(mode, rows);
  });
  const result = new Map<number, number>();
  for (const [mode, rows] of members) {
    if (rows.length < FEWEST_FOR_SPREAD) continue;
    let squares = 0;
    for (let d = 0; d < dims; d++) {
      let mean = 0;
      for (const row of rows) mean += (data[row * dims + d] ?? 0) / rows.length;
      for (const row of rows) squares += ((data[row * dims + d] ?? 0) - mean) ** 2;
    }
    result.set(mode, squares / (rows.length - 1));
  }
  return result;
}
