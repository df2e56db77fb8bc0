/**
 * Of values that were picked from a list (their numbers in it, rising), those before which there is a gap, by their place
 * among the picked. `gaps` are the numbers of the values in the list that come after one.
 */
export function gapsAmong(gaps: readonly number[], picked: readonly number[]): number[] {
  return picked.flatMap((at, i) => {
    const before = picked[i - 1];
    return before !== undefined && gaps.some(gap => before < gap && gap <= at) ? [i] : [];
  });
}
