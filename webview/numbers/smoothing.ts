/**
 * An exponential moving average with bias correction (Kingma and Ba 2015, section 3, for the correction):
 * m_i = a m_(i-1) + (1 - a) y_i, divided by 1 - a^i. `amount` a is from 0 (off) to below 1.
 * `counts` says how many recorded values stand behind each y (their mean): the average then decays as if it had
 * seen each of them, so that a thinned curve is smoothed like the whole one. Values that are not finite pass through.
 */
export function smoothed(
  values: ArrayLike<number>,
  amount: number,
  counts?: ArrayLike<number>,
): Float64Array {
  const result = Float64Array.from(values);
  if (!(amount > 0)) return result;
  let mean = 0;
  let weight = 0;
  for (let i = 0; i < result.length; i++) {
    const y = result[i] ?? NaN;
    if (!Number.isFinite(y)) continue;
    const keep = amount ** Math.max(1, counts?.[i] ?? 1);
    mean = keep * mean + (1 - keep) * y;
    weight = keep * weight + (1 - keep);
    result[i] = mean / weight;
  }
  return result;
}
