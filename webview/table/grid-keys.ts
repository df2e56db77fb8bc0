import { latinKey } from "../host/page-keys.ts";
import type { TableModel } from "./model.ts";

/** So many columns stand before those that were chosen: the tick, the name, the seed. */
export const OWN_COLUMNS = 3;

/** Where a key leads from a place of the grid: row -1 are the heads. Null: it leads nowhere. */
export function moveOf(
  { key, ctrlKey, metaKey }: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey">,
  { row, column }: { readonly row: number; readonly column: number },
  { rows, columns, page }: { readonly rows: number; readonly columns: number; readonly page: number },
): { readonly row: number; readonly column: number } | null {
  const far = ctrlKey || metaKey;
  const [lastRow, lastColumn] = [rows - 1, columns - 1];
  const at = (toRow: number, toColumn: number) => ({
    row: Math.min(lastRow, Math.max(-1, toRow)),
    column: Math.min(lastColumn, Math.max(0, toColumn)),
  });
  switch (key) {
    case "ArrowDown":
      return at(far ? lastRow : row + 1, column);
    case "ArrowUp":
      return at(far ? Math.min(0, lastRow) : row - 1, column);
    case "ArrowRight":
      return at(row, far ? lastColumn : column + 1);
    case "ArrowLeft":
      return at(row, far ? 0 : column - 1);
    case "PageDown":
      return at(row + page, column);
    case "PageUp":
      return at(Math.max(Math.min(row, 0), row - page), column);
    case "Home":
      return at(far ? Math.min(0, lastRow) : row, 0);
    case "End":
      return at(far ? lastRow : row, lastColumn);
    default:
      return null;
  }
}

/** What a key does to the row that the keyboard is on, or to the selection; false for keys that do nothing here. */
export function actOnRow(model: TableModel, event: KeyboardEvent): boolean {
  const { key } = model.focus.peek();
  const row = model.rows.peek()[model.placeOf(key)];
  const command = event.ctrlKey || event.metaKey;
  if (command && latinKey(event) === "a") model.selectAll();
  else if (event.key === "Escape" && model.selected.peek().size > 0) model.selectNone();
  else if (row === undefined || command || event.altKey) return false;
  else if (event.key === "Enter") model.open(row);
  else if (event.key === " " && event.shiftKey) model.selectTo(row.key);
  else if (event.key === " ") model.toggle(row.key);
  else if (event.key === "Delete") model.bin(model.meant(row.key));
  else return false;
  return true;
}

/** What a key does to the head of a column: sorts by it, moves it, hides it. */
export function actOnHead(model: TableModel, event: KeyboardEvent): boolean {
  const { column } = model.focus.peek();
  if (column === 0) {
    if (event.key !== " " && event.key !== "Enter") return false;
    if (model.selected.peek().size > 0) model.selectNone();
    else model.selectAll();
    return true;
  }
  const facts = model.columns.peek()[column - OWN_COLUMNS];
  if (event.key === "Enter" || event.key === " ") {
    if (facts !== undefined) model.sortBy(facts.key, facts.numeric);
    else model.sortBy(column === 1 ? "name" : "seeds", false);
    return true;
  }
  if (facts === undefined) return false;
  if (event.key === "Delete") model.toggleColumn(facts.key);
  else if (event.altKey && event.key === "ArrowLeft") move(model, facts.key, column, -1);
  else if (event.altKey && event.key === "ArrowRight") move(model, facts.key, column, 1);
  else return false;
  return true;
}

function move(model: TableModel, key: string, column: number, by: -1 | 1): void {
  const to = column - OWN_COLUMNS + by;
  if (to < 0 || to >= model.columns.peek().length) return;
  model.moveColumn(key, by);
  model.focus.value = { key: null, column: column + by };
}
