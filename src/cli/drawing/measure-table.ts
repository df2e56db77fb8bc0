import { measures } from "../../experiment/catalog.ts";
import type { EvaluationRecord } from "../../runs/evaluations.ts";
import { withoutNoise } from "../../runs/without-noise.ts";
import { grouped, shortNumber } from "./numbers.ts";
import type { Style } from "./style.ts";
import { table } from "./table.ts";

/** The measures of one step, or of one thing that is measured. */
export interface MeasureColumn {
  readonly title: string;
  readonly values: Readonly<Record<string, number>>;
  /** Why others have no value, by tag. */
  readonly undefined: Readonly<Record<string, string>>;
}

/** An evaluation's column. */
export const stepColumn = ({ step, values, undefined: reasons }: EvaluationRecord): MeasureColumn => ({
  title: `step ${grouped(step)}`,
  values,
  undefined: reasons,
});

const betterWords = {
  higher: "higher is better",
  lower: "lower is better",
  one: "1 is right",
  none: "",
} as const;

/**
 * A line for each measure of the catalog that any column has: its title, its value in each column, which way is
 * better; then why those have none that are undefined.
 */
export function measureTable(measured: readonly MeasureColumn[], style: Style): string[] {
  const columns = measured.map(withoutNoise);
  const rows = Object.entries(measures)
    .filter(([tag]) => columns.some(column => tag in column.values || tag in column.undefined))
    .map(([tag, { title, better }]) => [
      title,
      ...columns.map(column => {
        const value = column.values[tag];
        if (value === undefined) return tag in column.undefined ? "undefined" : "-";
        return tag === "quality/modes" ? String(value) : shortNumber(value);
      }),
      style.dim(betterWords[better]),
    ]);
  if (rows.length === 0) return [];
  const titles = columns.map(({ title }) => ({ title, align: "right" as const }));
  return [...table([{ title: "Measure" }, ...titles, { title: "" }], rows), ...columns.flatMap(reasonLines)];
}

/** A line for each reason. */
function reasonLines({ title, undefined: reasons }: MeasureColumn): string[] {
  const lines = new Map<string, string[]>();
  for (const [tag, measure] of Object.entries(measures)) {
    const reason = reasons[tag];
    if (reason !== undefined) lines.set(reason, [...(lines.get(reason) ?? []), measure.title]);
  }
  return [...lines].map(([reason, titles]) => `${titles.join(", ")} undefined at ${title}: ${reason}`);
}
