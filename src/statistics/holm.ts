/**
 * p-values corrected for looking at all of them at once, by Holm's step-down method (Holm 1979): the chance of even one
 * false finding among them stays below the level at which they are judged, however they depend on each other.
 */
export function holm(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const corrected = new Array<number>(values.length).fill(1);
  let largest = 0;
  for (const [rank, index] of order.entries()) {
    largest = Math.max(largest, Math.min(1, (values.length - rank) * (values[index] ?? 1)));
    corrected[index] = largest;
  }
  return corrected;
}
