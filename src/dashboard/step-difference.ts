/** Which steps came and which went between two lists. */
export function stepDifference(before: readonly number[], after: readonly number[]) {
  const had = new Set(before);
  const has = new Set(after);
  return {
    added: after.filter(step => !had.has(step)),
    removed: before.filter(step => !has.has(step)),
  };
}
