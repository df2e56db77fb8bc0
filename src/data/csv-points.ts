// Points of a text table: a row a point, a column a dimension, with or without a header.

import { CsvError, parse } from "csv-parse/sync";
import { detectSeparator, isHeader, readCell, withSingleSpaces, type Separator } from "./csv-dialect.ts";
import { DataError } from "./data-error.ts";
import { readDataFile } from "./data-file.ts";
import { isUsable, pointLimits } from "./point-limits.ts";
import type { PointTable } from "./points-dataset.ts";

export interface CsvChoice {
  /** Names from the header or numbers from 0; empty: every column. */
  readonly columns: readonly (string | number)[];
  readonly separator: Separator | "auto";
}

interface Problem {
  readonly line: number;
  readonly text: string;
}

/** A column in use: its place in a row and its name for messages. */
interface Column {
  readonly index: number;
  readonly name: string;
}

/** Lines that the separator is read from. */
const SAMPLE_LINES = 20;
/** Problems that a message names; the others are counted. */
const NAMED_PROBLEMS = 3;
const MAX_ROW_CHARACTERS = 2 ** 20;

function readText(file: string): string {
  const bytes = readDataFile(file, pointLimits.csvBytes);
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
    throw new DataError(file, "the file is in UTF-16; save it as UTF-8");
  if (bytes.includes(0)) throw new DataError(file, "this is not a text file");
  // The decoder takes a byte-order mark away.
  return new TextDecoder().decode(bytes);
}

function firstLines(text: string): string[] {
  return text
    .slice(0, MAX_ROW_CHARACTERS)
    .split(/\r\n|\n|\r/, 4 * SAMPLE_LINES)
    .filter(line => line.trim() !== "" && !line.startsWith("#"))
    .slice(0, SAMPLE_LINES);
}

/** The columns asked for, among those that the first row has. */
function chooseColumns(
  file: string,
  wanted: CsvChoice["columns"],
  first: readonly string[],
  header: boolean,
): Column[] {
  const names = first.map((cell, index) => (header && cell.trim() !== "" ? `"${cell.trim()}"` : `${index}`));
  const column = (index: number): Column => ({ index, name: names[index] ?? `${index}` });
  if (wanted.length === 0) return first.map((_, index) => column(index));
  return wanted.map(asked => {
    if (typeof asked === "number") {
      if (asked < first.length) return column(asked);
      throw new DataError(file, `there is no column ${asked}; the columns are 0 to ${first.length - 1}`);
    }
    if (!header)
      throw new DataError(
        file,
        `there is no header to find the column "${asked}" in; give numbers from 0 instead`,
      );
    const found = first.flatMap((cell, index) => (cell.trim() === asked.trim() ? [index] : []));
    const [index] = found;
    if (index === undefined)
      throw new DataError(
        file,
        `there is no column "${asked}"; the columns are ${names.slice(0, 50).join(", ")}`,
        {
          line: 1,
        },
      );
    if (found.length > 1)
      throw new DataError(file, `the header names the column "${asked}" twice`, { line: 1 });
    return column(index);
  });
}

/** Collects numbers row by row, and what is wrong with rows. */
class Rows {
  readonly problems: Problem[] = [];
  wrong = 0;
  rows = 0;
  #values = new Float64Array(1024);
  #length = 0;
  readonly #columns: readonly Column[];
  readonly #width: number;

  constructor(columns: readonly Column[], width: number) {
    this.#columns = columns;
    this.#width = width;
  }

  add(cells: readonly string[], line: number): void {
    this.rows++;
    if (cells.length !== this.#width) {
      this.#refuse(line, `the row has ${cells.length} cells instead of ${this.#width}`);
      return;
    }
    for (const { index, name } of this.#columns) {
      const text = cells[index] ?? "";
      const cell = readCell(text);
      if (cell.is === "missing")
        this.#refuse(line, `column ${name} is missing${text === "" ? "" : ` (${text.trim()})`}`);
      else if (cell.is === "text")
        this.#refuse(line, `column ${name} is ${JSON.stringify(text.slice(0, 40))}, not a number`);
      else if (!isUsable(cell.value))
        this.#refuse(line, `column ${name} is ${cell.value}, beyond float32's range`);
      else this.#push(cell.value);
    }
  }

  get values(): Float64Array {
    return this.#values.slice(0, this.#length);
  }

  #push(value: number): void {
    if (this.#length === this.#values.length) {
      const grown = new Float64Array(2 * this.#length);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[this.#length++] = value;
  }

  #refuse(line: number, text: string): void {
    this.wrong++;
    if (this.problems.length < NAMED_PROBLEMS) this.problems.push({ line, text });
  }
}

function refusal(file: string, { problems, wrong }: Rows): DataError {
  const [first, ...others] = problems;
  const named = others.map(({ line, text }) => `line ${line}: ${text}`);
  const more = wrong > problems.length ? [`${wrong - problems.length} more`] : [];
  const rest = [...named, ...more];
  const also = rest.length > 0 ? ` (also ${rest.join("; ")})` : "";
  const advice = "; complete or leave out such rows, or name the columns to use in `columns`";
  return new DataError(file, `${first?.text ?? ""}${also}${advice}`, { line: first?.line ?? 1 });
}

/** Reads the points of a text table. Throws DataError that names rows and columns, a few of them and how many in all. */
export function readCsvPoints(file: string, { columns: wanted, separator }: CsvChoice): PointTable {
  const text = readText(file);
  const delimiter = separator === "auto" ? detectSeparator(firstLines(text)) : separator;
  let columns: readonly Column[] = [];
  let rows: Rows | undefined;
  const take = (cells: string[], line: number): null => {
    if (rows !== undefined) {
      rows.add(cells, line);
      return null;
    }
    const header = isHeader(cells);
    columns = chooseColumns(file, wanted, cells, header);
    if (columns.length > pointLimits.dims)
      throw new DataError(
        file,
        `the table has ${columns.length} columns; at most ${pointLimits.dims} are allowed`,
      );
    rows = new Rows(columns, cells.length);
    if (!header) rows.add(cells, line);
    return null;
  };
  try {
    // Rows are turned into numbers one by one and dropped, so that memory stays near the size of the numbers.
    parse(delimiter === " " ? withSingleSpaces(text) : text, {
      delimiter,
      record_delimiter: ["\r\n", "\n", "\r"],
      comment: "#",
      comment_no_infix: true,
      skip_empty_lines: true,
      relax_column_count: true,
      trim: delimiter !== " ",
      max_record_size: MAX_ROW_CHARACTERS,
      on_record: (cells: string[], { lines }) => take(cells, lines),
    });
  } catch (error) {
    if (error instanceof CsvError) throw new DataError(file, `the table cannot be read: ${error.message}`);
    throw error;
  }
  if (rows === undefined) throw new DataError(file, "the table is empty");
  if (rows.wrong > 0) throw refusal(file, rows);
  if (rows.rows < pointLimits.rows)
    throw new DataError(file, `the table has ${rows.rows} rows; at least ${pointLimits.rows} are needed`);
  return { data: rows.values, rows: rows.rows, dims: columns.length };
}
