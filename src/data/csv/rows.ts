import { CsvError, parse } from "csv-parse/sync";
import { isErrorValue, readCell, type Decimal } from "./cell.ts";

export interface Row {
  readonly cells: readonly string[];
  /** The line on which it begins, the first being 1. */
  readonly line: number;
}

const MAX_ROW_CHARACTERS = 2 ** 20;

/** What keeps a text from being split into rows. */
export class RowsError extends Error {
  override readonly name = "RowsError";
  /** At or after which it stands. */
  readonly line: number;

  constructor(message: string, line: number) {
    super(message);
    this.line = line;
  }
}

function problemOf({ code, message }: CsvError, line: number): RowsError {
  if (code === "CSV_QUOTE_NOT_CLOSED")
    return new RowsError("a quotation mark is opened and never closed", line);
  if (code === "CSV_MAX_RECORD_SIZE")
    return new RowsError(
      `a row has more than ${MAX_ROW_CHARACTERS} characters; perhaps a quotation mark is not closed`,
      line,
    );
  return new RowsError(message, line);
}

/** One separator in the place of every run of spaces and tabs, none at either end of a line. */
function withSingleSpaces(text: string): string {
  return text.replace(/[ \t]+/g, " ").replace(/^ | $/gm, "");
}

export interface Splitting {
  readonly separator: string;
  /** Whether quotation marks hold cells together; without them, every line is split. */
  readonly quotes?: boolean;
  /** Lines that are looked at. */
  readonly atMost?: number;
}

/**
 * Hands over the rows that are not blank, one by one so that none is kept; their cells' text is as it stands, without
 * white space around it.
 * @throws RowsError
 */
export function eachRow(
  text: string,
  { separator, quotes = true, atMost }: Splitting,
  take: (row: Row) => void,
): void {
  let next = 1;
  try {
    parse(separator === " " ? withSingleSpaces(text) : text, {
      delimiter: separator,
      record_delimiter: ["\r\n", "\n", "\r"],
      quote: quotes ? '"' : null,
      skip_empty_lines: true,
      relax_column_count: true,
      relax_quotes: true,
      // The library takes tabs for white space even where they separate.
      trim: separator !== " " && separator !== "\t",
      max_record_size: MAX_ROW_CHARACTERS,
      ...(atMost === undefined ? {} : { to_line: atMost }),
      on_record: (cells: string[], { lines }) => {
        const inside = cells.reduce((sum, cell) => sum + (cell.match(/\r\n|\n|\r/g)?.length ?? 0), 0);
        next = lines + 1;
        take({ cells: separator === "\t" ? cells.map(cell => cell.trim()) : cells, line: lines - inside });
        return null;
      },
    });
  } catch (error) {
    if (error instanceof CsvError) throw problemOf(error, next);
    throw error;
  }
}

export const hasNothing = ({ cells }: Row): boolean => cells.every(cell => cell.trim() === "");

/** Whether a row has so many cells; further ones are empty. */
export const isAsWideAs = ({ cells }: Row, width: number): boolean =>
  cells.length >= width && cells.slice(width).every(cell => cell === "");

/** Excel saves emptied rows as separators alone; in one column an empty cell is a missing number. */
export const isEmptyRow = (row: Row, width: number): boolean => width > 1 && hasNothing(row);

/**
 * Whether a row that begins with # is a comment. It is none where it looks like a row of the table whose first cell is
 * an error value (#N/A) or a name (#12): the others are numbers then.
 */
export function isComment(row: Row, width: number, decimal: Decimal): boolean {
  const [first = "", ...others] = row.cells;
  if (!first.startsWith("#")) return false;
  if (!isAsWideAs(row, width)) return true;
  if (isErrorValue(first)) return false;
  const isNamed = width > 1 && !/^#(?:\s|$|[+-]?[\d.])/.test(first);
  return !(isNamed && others.every(cell => readCell(cell, decimal).is !== "text"));
}
