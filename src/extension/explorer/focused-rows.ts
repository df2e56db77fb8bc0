/**
 * Which rows a key is about, told from how `list.toggleSelection` changes the selection: the row that came or went has
 * the focus. One that was selected stands for all that were selected with it.
 */
export function focusedRows<T>(before: readonly T[], after: readonly T[]): readonly T[] {
  const came = after.filter(row => !before.includes(row));
  return came.length > 0 ? came : before;
}
