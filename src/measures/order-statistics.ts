/**
 * Reorders values[from ... to - 1] so that values[nth] is the one a sort would put there, nothing before it is
 * greater and nothing after it is smaller (Hoare's quickselect, which stays fast on equal values).
 * `companions`, where given, are moved along. No value may be NaN.
 */
export function selectNth(
  values: Float64Array,
  nth: number,
  from = 0,
  to = values.length,
  companions?: Int32Array,
): void {
  let low = from;
  let high = to - 1;
  while (low < high) {
    const pivot = medianOfThree(values[low] ?? 0, values[(low + high) >>> 1] ?? 0, values[high] ?? 0);
    let i = low;
    let j = high;
    while (i <= j) {
      while ((values[i] ?? 0) < pivot) i++;
      while ((values[j] ?? 0) > pivot) j--;
      if (i > j) break;
      const value = values[i] ?? 0;
      values[i] = values[j] ?? 0;
      values[j] = value;
      if (companions !== undefined) {
        const companion = companions[i] ?? 0;
        companions[i] = companions[j] ?? 0;
        companions[j] = companion;
      }
      i++;
      j--;
    }
    if (nth <= j) high = j;
    else if (nth >= i) low = i;
    else return;
  }
}

function medianOfThree(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}

/**
 * The value below which the given share (0 to 1) of the values lies, linear between neighbours as numpy.percentile.
 * Reorders the values; NaN where there are none.
 */
export function percentile(values: Float64Array, share: number): number {
  if (values.length === 0) return NaN;
  const position = share * (values.length - 1);
  const below = Math.floor(position);
  selectNth(values, below);
  const low = values[below] ?? NaN;
  const t = position - below;
  if (t === 0) return low;
  let high = Infinity;
  for (let i = below + 1; i < values.length; i++) high = Math.min(high, values[i] ?? Infinity);
  return low + t * (high - low);
}
