/**
 * Which rows are Pareto-best: no other row is at least as good everywhere and better somewhere. Larger is better. A row
 * that lacks a value (null) is never among them, nor does it stand in another's way.
 */
export function paretoBest(rows: readonly (readonly (number | null)[])[]): boolean[] {
  const isWhole = (row: readonly (number | null)[]): row is readonly number[] =>
    row.length > 0 && row.every(value => value !== null);
  const whole = rows.filter(isWhole);
  const dominates = (a: readonly number[], b: readonly number[]) =>
    a.every((value, i) => value >= (b[i] ?? 0)) && a.some((value, i) => value > (b[i] ?? 0));
  return rows.map(row => isWhole(row) && !whole.some(other => dominates(other, row)));
}
