import { measures } from "../../experiment/catalog.ts";
import { shortNumber } from "./numbers.ts";
import type { Style } from "./style.ts";
import { table } from "./table.ts";

export interface MeasureColumn {
  readonly title: string;
  readonly values: Readonly<Record<string, number>>;
}

const betterWords = {
  higher: "higher is better",
  lower: "lower is better",
  one: "1 is right",
  none: "",
} as const;

/** A line for each measure of the catalog that any column has: its title, its value in each column, which way is better. */
export function measureTable(columns: readonly MeasureColumn[], style: Style): string[] {
  const rows = Object.entries(measures)
    .filter(([tag]) => columns.some(({ values }) => values[tag] !== undefined))
    .map(([tag, { title, better }]) => [
      title,
      ...columns.map(({ values }) => {
        const value = values[tag];
        if (value === undefined) return "-";
        return tag === "quality/modes" ? String(value) : shortNumber(value);
      }),
      style.dim(betterWords[better]),
    ]);
  if (rows.length === 0) return [];
  const titles = columns.map(({ title }) => ({ title, align: "right" as const }));
  return table([{ title: "Measure" }, ...titles, { title: "" }], rows);
}
