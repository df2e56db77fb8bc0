// What a table's text does not say of itself: what separates its cells, and by which mark its fractions begin.

import { isErrorValue, readCell, type Decimal } from "./cell.ts";
import { eachRow, hasNothing, RowsError, type Row } from "./rows.ts";

export interface Dialect {
  readonly separator: string;
  readonly decimal: Decimal;
}

/** In the order in which they win where several fit: a comma may be a decimal one, a space may stand inside a cell. */
const separators = ["\t", ";", "|", ",", " "] as const;
const decimals = [".", ","] as const satisfies readonly Decimal[];

/** Lines that a dialect is read from. */
const SAMPLE_LINES = 2000;
const SAMPLE_CHARACTERS = 2 ** 21;

/** Excel's first line for itself, `sep=;`; the separator that it names, or null. */
export const separatorLine = (text: string): { readonly line: string; readonly separator: string } | null => {
  const [line = "", separator] = /^(?:"?sep=)([^\r\n])"?[;,\t ]*(?=\r|\n|$)/i.exec(text) ?? [];
  return separator === undefined ? null : { line, separator };
};

/** Rows from the text's beginning, no empty ones. */
export function sampleRows(text: string, separator: string): Row[] {
  const sample = text.slice(0, SAMPLE_CHARACTERS);
  const whole =
    sample.length === text.length ? sample : sample.slice(0, sample.lastIndexOf("\n") + 1) || sample;
  const split = (quotes: boolean) => {
    const rows: Row[] = [];
    eachRow(whole, { separator, quotes, atMost: SAMPLE_LINES }, row => {
      if (!hasNothing(row)) rows.push(row);
    });
    return rows;
  };
  try {
    return split(true);
  } catch (error) {
    if (!(error instanceof RowsError)) throw error;
    return split(false);
  }
}

/** How many cells most rows have; the larger number where two are as frequent. */
export function commonWidth(rows: readonly Row[]): number {
  const counts = new Map<number, number>();
  for (const { cells } of rows) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  return [...counts].sort(([a, m], [b, n]) => n - m || b - a)[0]?.[0] ?? 1;
}

const couldBeComment = ({ cells: [first = ""] }: Row) => first.startsWith("#") && !isErrorValue(first);

interface Fit {
  /** Share of the rows that have as many cells as most have, times the share of numbers in them. */
  readonly score: number;
  readonly decimal: Decimal;
  readonly rows: readonly Row[];
  readonly width: number;
}

function fitOf(text: string, separator: string): Fit {
  const rows = sampleRows(text, separator).filter(row => !couldBeComment(row));
  const width = commonWidth(rows);
  const whole = rows.filter(row => row.cells.length === width);
  const isFilled = (column: number) => whole.some(row => row.cells[column] !== "");
  const filled = Array.from({ length: width }, (_, column) => column).filter(isFilled);
  const cells = whole.flatMap(row => filled.map(column => row.cells[column] ?? ""));
  const worth = { number: 1, missing: 0.5, text: 0 };
  const scores = decimals.map(decimal => {
    const sum = cells.reduce((total, cell) => total + worth[readCell(cell, decimal).is], 0);
    return { decimal, score: sum / Math.max(1, filled.length * rows.length) };
  });
  const best = scores.reduce((a, b) => (b.score > a.score ? b : a));
  return { ...best, rows, width };
}

/** 1,034 in a table that has no other comma: digits that no program writes as a number of its own, or one name for both. */
function isOneDecimalColumn({ rows, width }: Fit): boolean {
  if (width !== 2) return false;
  const pairs = rows.filter(({ cells }) => cells.length === 2);
  const body = pairs.filter(({ cells }) => cells.some(cell => readCell(cell, ".").is === "number"));
  const fits = body.every(
    ({ cells: [whole = "", fraction = ""] }) =>
      /^[+-]?(?:\d+|\d{1,3}(?:\.\d{3})+)$/.test(whole) && /^\d+(?:[eE][+-]?\d+)?$/.test(fraction),
  );
  if (!fits || body.length < pairs.length) return false;
  const counts = body.every(({ cells: [whole] }, i) => Number(whole) - i === Number(body[0]?.cells[0]));
  const first = rows[0];
  const isNamedOnce = first?.cells.length === 1 && readCell(first.cells[0] ?? "", ".").is === "text";
  return body.some(({ cells: [, fraction = ""] }) => /^0\d/.test(fraction)) || (isNamedOnce && !counts);
}

/** A title or two that happen to fit must not decide against a separator that wins where several fit. */
const MARGIN = 0.05;

/**
 * The separator and decimal mark by which most rows have the same number of cells and most cells are numbers.
 * @param given a separator that is known
 */
export function detectDialect(text: string, given: string | null): Dialect {
  if (given !== null) return { separator: given, decimal: fitOf(text, given).decimal };
  let best = { separator: separators[0] as string, ...fitOf(text, separators[0]) };
  for (const separator of separators.slice(1)) {
    const fit = fitOf(text, separator);
    const isSplit = best.width > 1;
    if (
      fit.score > best.score + (isSplit ? MARGIN : 1e-9) ||
      (!isSplit && fit.width > 1 && fit.score > best.score - 1e-9)
    )
      best = { separator, ...fit };
  }
  if (best.separator === "," && isOneDecimalColumn(best)) return { separator: separators[0], decimal: "," };
  return { separator: best.separator, decimal: best.decimal };
}
