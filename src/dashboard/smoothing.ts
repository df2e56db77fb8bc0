import type { Series } from "./series.ts";

/** What is older than this share of a value's weight is left out of its average. */
const NEGLIGIBLE = 1e-3;

/** How many points back an average with this weight reaches. */
function reach(weight: number): number {
  return weight <= 0 ? 1 : Math.ceil(Math.log(NEGLIGIBLE) / Math.log(weight)) + 1;
}

/**
 * The exponential moving average at some points of a series, given by their numbers in ascending order:
 * s_i = w s_(i-1) + (1 - w) x_i, divided by 1 - w^(i+1), the weights that there are (as TensorBoard does). Points of
 * less than a thousandth of the weight are left out, so that the cost is bound by what is asked for. A gap has no average,
 * and after it a new one begins: what was measured before is not what holds now.
 */
export function smoothedAt(series: Series, at: ArrayLike<number>, weight: number): Float32Array {
  const out = new Float32Array(at.length);
  const back = reach(weight);
  let next = 0;
  let sum = 0;
  let total = 0;
  for (let k = 0; k < at.length; k++) {
    const index = at[k] ?? 0;
    const first = Math.max(series.stretchStart(index), index + 1 - back);
    if (first >= next) {
      next = first;
      sum = 0;
      total = 0;
    }
    for (; next <= index; next++) {
      sum = weight * sum + (1 - weight) * series.value(next);
      total = weight * total + (1 - weight);
    }
    out[k] = sum / total;
  }
  return out;
}
