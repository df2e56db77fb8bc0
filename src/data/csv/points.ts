// Points of a text table: a row a point, a column a dimension, with or without a header.

import { DataError } from "../data-error.ts";
import { pointLimits } from "../point-limits.ts";
import type { PointTable } from "../points-dataset.ts";
import { classesText, counted, joinedLabels, someOf, type Reading } from "../reading.ts";
import type { RowLabels } from "../row-labels.ts";
import { chooseColumns, columnName, labelColumn, type Column, type Wanted } from "./columns.ts";
import { detectDialect, sampleRows, separatorLine, type Dialect } from "./dialect.ts";
import { countsFromZero, readLayout, type Layout } from "./layout.ts";
import { PointRows } from "./point-rows.ts";
import { eachRow, isComment, isEmptyRow, RowsError, type Row } from "./rows.ts";
import { readTableText } from "./text.ts";

export interface CsvChoice {
  /** Names from the header or numbers from 0; empty: every column. */
  readonly columns: Wanted;
  /** The name or number of the column that has the classes; empty: there is none. */
  readonly labels?: string;
  /** "auto" or what stands between two cells. */
  readonly separator: string;
}

interface Passed {
  comments: number;
  empty: number;
}

/** Hands over the rows of the body; counts what is passed over. */
function eachBodyRow(
  text: string,
  { separator, decimal }: Dialect,
  { before, width }: Layout,
  take: (row: Row) => void,
): Passed {
  const passed = { comments: 0, empty: 0 };
  eachRow(text, { separator }, row => {
    if (isEmptyRow(row, width)) passed.empty++;
    else if (isComment(row, width, decimal)) passed.comments++;
    else if (!before.has(row.line)) take(row);
  });
  return passed;
}

const passedOver = (count: number, what: string, many = `${what}s`): string[] =>
  count === 0 ? [] : [`${counted(count, what, many)} passed over`];

/** Of a first row that might have been a point. */
function numberedNotice(width: number): string {
  const all =
    Array.from({ length: width }, (_, i) => i)
      .slice(0, 3)
      .join(", ") + (width > 3 ? ", ..." : "");
  return `the first row (${all}) taken as names; were it a point, set "columns" to [${all}]`;
}

function readingOf(
  rows: PointRows,
  labels: RowLabels | null,
  columns: readonly Column[],
  layout: Layout,
  others: readonly string[],
  isChosen: boolean,
): Reading {
  const before = [...layout.before.values()];
  const names = someOf(columns.map(({ listed }) => listed));
  const leftOut = [...layout.asides].map(
    ([index, why]) => `column ${columnName(layout, index)} left out: it ${why}`,
  );
  const counting = rows.counting.map(
    name => `column ${name} counts the rows: if it is no measurement, name the others in "columns"`,
  );
  return {
    taken: `${counted(rows.count, "point")} of ${counted(columns.length, "dimension")} (${names})${classesText(labels?.names ?? null)}`,
    asides: [
      ...(layout.names === null ? ["no header"] : []),
      ...(!isChosen && countsFromZero(layout.names ?? []) ? [numberedNotice(layout.width)] : []),
      ...(isChosen ? [] : leftOut),
      ...passedOver(before.filter(what => what === "title").length, "title line"),
      ...passedOver(before.filter(what => what === "units").length, "line of units", "lines of units"),
      ...joinedLabels(labels?.joined ?? []),
      ...others,
      ...(isChosen ? [] : counting),
    ],
  };
}

/**
 * Reads the points of a text table, and says what was taken and what was passed over. Throws DataError that names rows
 * and columns, a few of them and how many in all.
 */
export function readCsvPoints(
  file: string,
  { columns: wanted, separator, labels: asked = "" }: CsvChoice,
): PointTable & { readonly reading: Reading; readonly labels: RowLabels | null } {
  const { text: whole, encoding } = readTableText(file);
  const hint = separatorLine(whole);
  const text = hint === null ? whole : whole.slice(hint.line.length);
  const dialect = detectDialect(text, separator !== "auto" ? separator : (hint?.separator ?? null));
  const sample = sampleRows(text, dialect.separator);
  const byNumber = wanted.length > 0 && wanted.every(asked => typeof asked === "number");
  const layout = readLayout(file, sample, dialect.decimal, !byNumber);
  const labelled = labelColumn(file, asked, layout);
  const columns = chooseColumns(file, wanted, layout, labelled);
  if (columns.length > pointLimits.dims)
    throw new DataError(
      file,
      `the table has ${columns.length} columns; at most ${pointLimits.dims} are allowed`,
    );
  const rows = new PointRows(columns, layout, dialect.decimal, labelled);
  const passed = readRows();
  const problem = rows.finish();
  if (problem !== null) {
    const advice =
      "; mend, complete or leave out such rows, name the columns to use in `columns`, or the one that says a row's class in `labels`";
    throw new DataError(file, problem.message + advice, { line: problem.line });
  }
  if (sample.length === 0) throw new DataError(file, "the table is empty");
  if (rows.count < pointLimits.rows)
    throw new DataError(file, `the table has ${rows.count} rows; at least ${pointLimits.rows} are needed`);
  const others = [
    ...passedOver(passed.comments, "comment line"),
    ...passedOver(passed.empty, "empty row"),
    ...(hint === null ? [] : [`the line ${JSON.stringify(hint.line)} heeded`]),
    ...(dialect.decimal === "," ? ["decimal commas"] : []),
    ...(encoding === null ? [] : [`read as ${encoding}`]),
  ];
  const { labels } = rows;
  const reading = readingOf(rows, labels, columns, layout, others, wanted.length > 0);
  return { data: rows.values, rows: rows.count, dims: columns.length, reading, labels };

  function readRows(): Passed {
    try {
      return eachBodyRow(text, dialect, layout, row => {
        rows.add(row);
      });
    } catch (error) {
      if (!(error instanceof RowsError)) throw error;
      throw new DataError(file, `the table cannot be read: ${error.message}`, { line: error.line });
    }
  }
}
