/** The first index whose value is at least `value` in an ascending list; its length when there is none. */
export function lowerBound(list: ArrayLike<number>, value: number, length = list.length): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((list[middle] ?? Infinity) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The last entry that is at most `value`; null when all are greater. */
export function atOrBefore(list: ArrayLike<number>, value: number): number | null {
  let index = lowerBound(list, value);
  while (list[index] === value) index++;
  return list[index - 1] ?? null;
}

/** The entry nearest to `value`, the smaller of two; null of an empty list. */
export function nearestTo(list: ArrayLike<number>, value: number): number | null {
  const index = lowerBound(list, value);
  const after = list[index];
  const before = list[index - 1];
  if (after === undefined) return before ?? null;
  if (before === undefined) return after;
  return value - before <= after - value ? before : after;
}
