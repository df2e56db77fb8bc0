// What a table's first lines are: titles, names of columns, units; and which columns are none of its points' numbers.

import { DataError } from "../data-error.ts";
import { likelyCause, readCell, type Decimal } from "./cell.ts";
import { commonWidth } from "./dialect.ts";
import { isComment, type Row } from "./rows.ts";

/** Why a column that nobody asked for is no dimension. */
export type Aside = "numbers the rows" | "names the rows";

export interface Layout {
  /** Cells of a row; further ones are empty. */
  readonly width: number;
  /** Names of the columns, "" where one has none; null without a header. */
  readonly names: readonly string[] | null;
  /** Lines before the first row of the body, by what they are. */
  readonly before: ReadonlyMap<number, "header" | "title" | "units">;
  readonly asides: ReadonlyMap<number, Aside>;
}

/** How many cells are numbers, texts, or neither. */
interface Kinds {
  readonly number: number;
  readonly missing: number;
  readonly text: number;
}

function kindsOf(cells: readonly string[], decimal: Decimal): Kinds {
  const kinds = { number: 0, missing: 0, text: 0 };
  for (const cell of cells) {
    const { is } = readCell(cell, decimal);
    // 3.5 kg or #N/A stand where a number was meant.
    kinds[is === "text" && likelyCause(cell, decimal) !== null ? "missing" : is]++;
  }
  return kinds;
}

const NUMBER = /^\d+$/;
/** What pandas, R and readr make of a name that is not there. */
const NAMELESS = /^(?:Unnamed: \d+(?:_level_\d+)?(?:\.\d+)?|\.\.\.\d+)?$/;

const SYMBOL =
  "(?:[kMGTmµμunpcdh]?(?:m|s|g|A|V|W|Hz|N|Pa|bar|J|eV|K|mol|l|L|rad|ohm|Ω|T|C|F|B)|°[CF]?|[CFK]|%|‰|min|h|d|yr?|in|ft|lb|deg|px|pixels?|counts?|a\\.?u\\.?|dBm?|pp[mb]|USD|EUR|[-–1])";
const UNIT = new RegExp(
  `^(?:[[(<].*[\\])>]|${SYMBOL}(?:\\^?-?\\d|[²³])?(?:[ ·*/.]${SYMBOL}(?:\\^?-?\\d|[²³])?)*)?$`,
);

const isUnits = (cells: readonly string[]) =>
  cells.some(cell => cell !== "") && cells.every(cell => UNIT.test(cell));

/** 0, 1, 2, ...: the names that pandas gives to columns that have none. */
export const countsFromZero = (cells: readonly string[]): boolean =>
  cells.length > 0 && cells.every((cell, i) => cell === String(i));

class Sample {
  readonly rows: readonly Row[];
  readonly width: number;
  readonly #decimal: Decimal;
  readonly #numeric: readonly number[];

  constructor(rows: readonly Row[], decimal: Decimal) {
    const width = commonWidth(rows.filter(row => !row.cells[0]?.startsWith("#")));
    this.rows = rows.filter(row => !isComment(row, width, decimal));
    this.width = width;
    this.#decimal = decimal;
    const columns = Array.from({ length: width }, (_, column) => this.column(column, this.rows));
    this.#numeric = columns.flatMap((cells, column) => {
      const kinds = kindsOf(cells, decimal);
      return kinds.number > 0 && kinds.number >= kinds.text ? [column] : [];
    });
  }

  column(column: number, rows: readonly Row[]): string[] {
    return rows.filter(({ cells }) => cells.length === this.width).map(({ cells }) => cells[column] ?? "");
  }

  isNumber(cell: string): boolean {
    return readCell(cell, this.#decimal).is === "number";
  }

  kinds(cells: readonly string[]): Kinds {
    return kindsOf(cells, this.#decimal);
  }

  /** Whether a row has texts where the others have numbers; of rows with other numbers of cells, any text tells. */
  isTextual({ cells }: Row): boolean {
    if (cells.length !== this.width || this.#numeric.length === 0) return this.kinds(cells).text > 0;
    const kinds = this.#inNumeric(cells);
    return kinds.text > kinds.number;
  }

  /** How many of the first rows come before the body: up to the last of texts before the first without any. */
  get start(): number {
    if (this.#numeric.length === 0) return this.rows[0] !== undefined && this.isTextual(this.rows[0]) ? 1 : 0;
    const whole = this.rows.findIndex(
      ({ cells }) => cells.length === this.width && this.#inNumeric(cells).text === 0,
    );
    return this.rows.slice(0, Math.max(0, whole)).findLastIndex(row => this.isTextual(row)) + 1;
  }

  #inNumeric(cells: readonly string[]): Kinds {
    return this.kinds(this.#numeric.map(column => cells[column] ?? ""));
  }
}

/** The first row as names where pandas numbered them: 0, 1, ... with or without the corner of its row numbers. */
function isNumberedHeader(sample: Sample): boolean {
  const [first, ...body] = sample.rows;
  if (first?.cells.length !== sample.width || body.length === 0) return false;
  const [corner = "", ...others] = first.cells;
  const areNumbers = (column: number) => sample.column(column, body).every(cell => NUMBER.test(cell));
  if (corner === "" && others.length > 0 && !others.includes("")) return areNumbers(0);
  const haveFractions = first.cells.every((_, column) =>
    sample.column(column, body).some(cell => /[.,eE]/.test(cell)),
  );
  return countsFromZero(first.cells) && haveFractions;
}

/** Cells up to the last that is not empty. */
function withoutEmptyEnd(cells: readonly string[]): readonly string[] {
  return cells.slice(0, cells.findLastIndex(cell => cell.trim() !== "") + 1);
}

/** The columns of the body up to the last that is not empty in every row: separators at the ends of lines make none. */
function filledWidth(sample: Sample, body: readonly Row[]): number {
  if (body.length === 0) return sample.width;
  const isEmpty = (column: number) => sample.column(column, body).every(cell => cell === "");
  let width = sample.width;
  while (width > 1 && isEmpty(width - 1)) width--;
  return width;
}

/** Why the leading columns without a name are none of a point's numbers. */
function asidesOf(sample: Sample, body: readonly Row[], names: readonly string[] | null): Map<number, Aside> {
  const asides = new Map<number, Aside>();
  if (names === null) return asides;
  for (let column = 0; column < names.length - 1 && NAMELESS.test(names[column] ?? ""); column++) {
    const cells = sample.column(column, body);
    if (cells.every(cell => cell === "")) break;
    if (cells.every(cell => NUMBER.test(cell))) asides.set(column, "numbers the rows");
    else if (!cells.some(cell => sample.isNumber(cell))) asides.set(column, "names the rows");
    else break;
  }
  return asides;
}

/** Names in the last comment above a table that has no header, as NumPy's savetxt writes them. */
function namesInComment(rows: readonly Row[], sample: Sample): string[] | null {
  const first = sample.rows[0];
  const above = rows.filter(({ line }) => first !== undefined && line < first.line).at(-1);
  if (above === undefined || sample.width < 2) return null;
  const [mark = "", ...others] = above.cells;
  const rest = mark.replace(/^#+\s*/, "");
  const names = (rest === "" ? others : [rest, ...others]).map(cell => cell.trim());
  const isNames = names.length === sample.width && sample.kinds(names).text === names.length;
  return isNames ? names : null;
}

/** A line's texts as names of the body's columns; null where they are not as many. */
function asNames(cells: readonly string[], sample: Sample, body: readonly Row[]): readonly string[] | null {
  const names = withoutEmptyEnd(cells);
  const filled = filledWidth(sample, body);
  if (names.length >= filled && names.length <= sample.width) return names;
  // R's write.table gives no name to the column of the rows' names.
  const withCorner = ["", ...names];
  return withCorner.length === filled && asidesOf(sample, body, withCorner).has(0) ? withCorner : null;
}

/** The names, and the lines before the body by what they are. */
function readTexts(
  file: string,
  texts: readonly Row[],
  sample: Sample,
  body: readonly Row[],
): Pick<Layout, "names" | "before"> {
  const before = new Map<number, "title" | "header" | "units">(texts.map(({ line }) => [line, "title"]));
  const [above, last] = [texts.at(-2), texts.at(-1)];
  if (last === undefined) return { names: null, before };
  if (above?.cells.length === last.cells.length && isUnits(last.cells)) {
    const names = asNames(above.cells, sample, body);
    if (names !== null) {
      before.set(above.line, "header").set(last.line, "units");
      return { names, before };
    }
  }
  const names = asNames(last.cells, sample, body);
  if (names !== null) {
    before.set(last.line, "header");
    return { names, before };
  }
  const count = withoutEmptyEnd(last.cells).length;
  if (count === 1) return { names: null, before };
  const cause =
    sample.width === 2 * count
      ? "; decimal commas cannot be told from commas between cells: save the table with semicolons or points"
      : "";
  throw new DataError(
    file,
    `this line has ${count} cells and the rows after it have ${sample.width}${cause}`,
    { line: last.line },
  );
}

/**
 * Reads what the first lines of a table are.
 * @param rows of its beginning, comments included
 * @param mayBeNumbered whether a first row 0, 1, 2, ... above fractions is names, as pandas writes them, and no point
 * @throws DataError at the line of names that are not as many as the columns
 */
export function readLayout(
  file: string,
  rows: readonly Row[],
  decimal: Decimal,
  mayBeNumbered: boolean,
): Layout {
  const sample = new Sample(rows, decimal);
  const layout = ({ names, before }: Pick<Layout, "names" | "before">, body: readonly Row[]): Layout => ({
    width: Math.max(names?.length ?? 0, filledWidth(sample, body)),
    names: names?.map(name => name.trim()) ?? null,
    before,
    asides: asidesOf(sample, body, names),
  });
  const [first, ...others] = sample.rows;
  if (first !== undefined && mayBeNumbered && isNumberedHeader(sample))
    return layout({ names: first.cells, before: new Map([[first.line, "header"]]) }, others);
  const texts = sample.rows.slice(0, sample.start);
  const body = sample.rows.slice(sample.start);
  const found = readTexts(file, texts, sample, body);
  const names = texts.length === 0 ? namesInComment(rows, sample) : found.names;
  return layout({ ...found, names }, body);
}
