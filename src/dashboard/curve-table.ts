import { csvField } from "../plain/csv-field.ts";
import type { CurveTable } from "../protocol/dashboard.ts";
import type { Series } from "./series.ts";

export interface CurveRange {
  /** Ends included. */
  readonly from: number;
  readonly to: number;
}

export interface NamedSeries {
  readonly tag: string;
  readonly series: Series;
}

interface Reading extends NamedSeries {
  at: number;
  readonly end: number;
}

const readings = (curves: readonly NamedSeries[], { from, to }: CurveRange): Reading[] =>
  curves.map(({ tag, series }) => ({ tag, series, at: series.indexOf(from), end: series.indexOf(to, true) }));

/** Rows of several curves in the order of steps: every recorded step once, NaN where a curve has no point. */
function* rowsOf(curves: readonly NamedSeries[], range: CurveRange) {
  const all = readings(curves, range);
  for (;;) {
    let step = Infinity;
    for (const { series, at, end } of all) if (at < end) step = Math.min(step, series.step(at));
    if (step === Infinity) return;
    const values = all.map(reading => {
      if (reading.at >= reading.end || reading.series.step(reading.at) !== step) return NaN;
      return reading.series.value(reading.at++);
    });
    yield { step, values };
  }
}

/** Every recorded step where they are few, else evenly spaced ones of the longest curve, with what the others have there. */
export function curveTable(curves: readonly NamedSeries[], range: CurveRange, most: number): CurveTable {
  const counted = readings(curves, range);
  const longest = counted.reduce<Reading | null>(
    (best, one) => (best === null || one.end - one.at > best.end - best.at ? one : best),
    null,
  );
  const total = longest === null ? 0 : longest.end - longest.at;
  if (longest !== null && total > most) {
    const picked = Array.from({ length: most }, (_, i) =>
      longest.series.step(longest.at + Math.round((i * (total - 1)) / Math.max(1, most - 1))),
    );
    const columns = curves.map(({ tag, series }) => ({
      tag,
      values: Float32Array.from(picked, step => {
        const at = series.indexOf(step);
        return series.step(at) === step ? series.value(at) : NaN;
      }),
    }));
    return { steps: Float64Array.from(picked), columns, total };
  }
  // No curve has more than `most` points here, so all of them together stay small.
  const rows = [...rowsOf(curves, range)];
  const shown = rows.slice(0, most);
  return {
    steps: Float64Array.from(shown, row => row.step),
    columns: curves.map(({ tag }, i) => ({
      tag,
      values: Float32Array.from(shown, row => row.values[i] ?? NaN),
    })),
    total: rows.length,
  };
}

const CSV_ROWS = 500;

/** float32 in as few digits as tell it apart. */
export function shortest(value: number): string {
  if (Number.isNaN(value)) return "";
  for (let digits = 6; digits < 9; digits++) {
    const text = value.toPrecision(digits);
    if (Math.fround(Number(text)) === value) return String(Number(text));
  }
  return String(Number(value.toPrecision(9)));
}

/** CSV of every recorded point, in pieces of some hundred lines. Columns: step, then a tag each; empty where there is no point. */
export function* curveCsv(curves: readonly NamedSeries[], range: CurveRange): Generator<string> {
  let lines = [["step", ...curves.map(({ tag }) => csvField(tag))].join(",")];
  for (const { step, values } of rowsOf(curves, range)) {
    lines.push([step, ...values.map(shortest)].join(","));
    if (lines.length < CSV_ROWS) continue;
    yield `${lines.join("\n")}\n`;
    lines = [];
  }
  if (lines.length > 0) yield `${lines.join("\n")}\n`;
}
