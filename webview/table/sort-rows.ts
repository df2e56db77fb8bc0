import type { TableCell, TableRow } from "../../src/protocol/table.ts";
import type { Sort } from "./arranged.ts";

/** What every row has beside its columns. */
export const ownKeys = ["name", "seeds"] as const;

/** What a cell is sorted by; null for what has no value, which stands last either way. */
function valueOf(cell: TableCell | undefined): number | string | null {
  switch (cell?.kind) {
    case "number":
    case "measured":
      return cell.value;
    case "mean":
      return cell.mean;
    case "text":
      return cell.text;
    case "none":
    case "undefined":
    case undefined:
      return null;
    default:
      return cell satisfies never;
  }
}

const words = new Intl.Collator("en", { numeric: true });

function compare(a: number | string, b: number | string): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return words.compare(String(a), String(b));
}

const newestFirst = (a: TableRow, b: TableRow): number =>
  a.createdAt < b.createdAt ? 1 : a.createdAt > b.createdAt ? -1 : a.key < b.key ? 1 : -1;

/** The rows in their order; the newest come first among equals. `columns` are those of the rows' cells. */
export function sortRows(
  rows: Iterable<TableRow>,
  columns: readonly string[],
  sort: Sort | null,
): readonly TableRow[] {
  const newest = [...rows].sort(newestFirst);
  if (sort === null) return newest;
  const place = columns.indexOf(sort.key);
  const of = (row: TableRow) =>
    sort.key === "name" ? row.name : sort.key === "seeds" ? row.seeds : valueOf(row.cells[place]);
  const keyed = newest.map(row => ({ row, value: of(row) }));
  const sign = sort.descending ? -1 : 1;
  return keyed
    .sort((a, b) => {
      if (a.value === null || b.value === null) return Number(a.value === null) - Number(b.value === null);
      return sign * compare(a.value, b.value);
    })
    .map(({ row }) => row);
}
