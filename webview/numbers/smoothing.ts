/**
 * A running exponential moving average with bias correction (Kingma and Ba 2015, section 3, for the correction):
 * m_i = a m_(i-1) + (1 - a) y_i, shown as m_i / (1 - a^i). The host smooths what it sends; this goes on from there.
 */
export interface RunningAverage {
  /** The corrected average so far. */
  readonly value: number;
  /** How many values it has seen; 0 at a gap. */
  readonly count: number;
}

/**
 * The average after each of `values`, begun from `from`; `amount` a is from 0 (off) to below 1. NaN is a gap: it has no
 * average, and after it a new one begins.
 */
export function goOnSmoothing(
  from: RunningAverage,
  values: ArrayLike<number>,
  amount: number,
): { readonly smoothed: Float64Array; readonly end: RunningAverage } {
  const smoothed = new Float64Array(values.length);
  let weight = 1 - amount ** from.count;
  let mean = from.count > 0 ? from.value * weight : 0;
  let count = from.count;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? NaN;
    if (Number.isNaN(value)) {
      mean = 0;
      count = 0;
      smoothed[i] = NaN;
      continue;
    }
    mean = amount * mean + (1 - amount) * value;
    count++;
    weight = 1 - amount ** count;
    smoothed[i] = mean / weight;
  }
  return { smoothed, end: { value: count > 0 ? mean / weight : NaN, count } };
}
