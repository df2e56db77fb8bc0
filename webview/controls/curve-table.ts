import type { CurveTable } from "../../src/protocol/dashboard.ts";
import type { TableColumn, TableData } from "./data-table.tsx";

/** The data behind a chart: a row a step, empty where a curve has no point. `columnOf` says how a curve's column is headed. */
export function curveTableData(
  title: string,
  { steps, columns, total }: CurveTable,
  columnOf: (tag: string) => TableColumn,
): TableData {
  const rows = Array.from(steps, (step, row) => [
    step,
    ...columns.map(({ values }) => {
      const value = values[row] ?? NaN;
      return Number.isNaN(value) ? null : value;
    }),
  ]);
  return {
    title,
    columns: [{ name: "step", digits: 0 }, ...columns.map(({ tag }) => columnOf(tag))],
    rows,
    ...(total > steps.length
      ? { note: `${steps.length} of ${total} rows, evenly spaced. Save as CSV has them all.` }
      : {}),
  };
}
