import { isUsable } from "../point-limits.ts";
import { LabelCollector, MOST_CLASSES, type RowLabels } from "../row-labels.ts";
import { likelyCause, readCell, type Decimal } from "./cell.ts";
import type { Column } from "./columns.ts";
import type { Layout } from "./layout.ts";
import { isAsWideAs, type Row } from "./rows.ts";

interface Problem {
  readonly line: number;
  readonly text: string;
}

/** Problems that a message names; the others are counted. */
const NAMED_PROBLEMS = 3;

/** What is known of a column's numbers so far. */
class ColumnState {
  /** A number of the column whose thousands are set apart for sure; others of it may then be read so. */
  groups = false;
  doubtful: { readonly line: number; readonly text: string; count: number } | null = null;
  /** 0 or 1 as long as every number is one more than the last. */
  countsFrom: number | null = null;
}

/** Collects numbers row by row, and what is wrong with rows. */
export class PointRows {
  readonly #columns: readonly { readonly column: Column; readonly state: ColumnState }[];
  readonly #layout: Layout;
  readonly #decimal: Decimal;
  readonly #problems: Problem[] = [];
  #wrong = 0;
  #rows = 0;
  #values = new Float64Array(1024);
  #length = 0;
  #lastWrong: { readonly line: number; readonly short: boolean } | null = null;
  #lastLine = 0;
  readonly #labelColumn: Column | null;
  readonly #labels: LabelCollector;

  constructor(columns: readonly Column[], layout: Layout, decimal: Decimal, labels: Column | null = null) {
    this.#labelColumn = labels;
    this.#columns = columns.map(column => ({ column, state: new ColumnState() }));
    this.#layout = layout;
    this.#decimal = decimal;
    this.#labels = new LabelCollector(decimal);
  }

  get count(): number {
    return this.#rows;
  }

  get values(): Float64Array {
    return this.#values.slice(0, this.#length);
  }

  /** Null where no column has labels. */
  get labels(): RowLabels | null {
    return this.#labelColumn === null ? null : this.#labels.labels;
  }

  /** Names of columns that count the rows from 0 or 1. */
  get counting(): string[] {
    return this.#columns.flatMap(({ column, state }) => (state.countsFrom === null ? [] : [column.name]));
  }

  add(row: Row): void {
    const { cells, line } = row;
    const { width } = this.#layout;
    this.#lastLine = line;
    const isWhole = isAsWideAs(row, width);
    if (isWhole)
      for (const { column, state } of this.#columns)
        this.#take(cells[column.index] ?? "", column.name, state, line);
    if (isWhole && this.#labelColumn !== null) this.#label(cells, this.#labelColumn, line);
    if (!isWhole) {
      this.#refuse(line, `the row has ${cells.length} cells instead of ${width}${this.#whyOther(row)}`);
      this.#lastWrong = { line, short: cells.length < width };
    }
    this.#rows++;
  }

  /** What is wrong with the rows, the first at its line; null where nothing is. */
  finish(): { readonly line: number; readonly message: string } | null {
    for (const { column, state } of this.#columns)
      if (state.doubtful !== null && !state.groups) {
        const { line, text, count } = state.doubtful;
        this.#wrong += count - 1;
        this.#refuse(
          line,
          `column ${column.name} is ${JSON.stringify(text)}, which may be a thousand times as much or not; save the table without marks between thousands`,
        );
      }
    const [first, ...others] = this.#problems.sort((a, b) => a.line - b.line);
    if (first === undefined) return null;
    const named = others.map(({ line, text }) => `line ${line}: ${text}`);
    const more = this.#wrong > this.#problems.length ? [`${this.#wrong - this.#problems.length} more`] : [];
    const rest = [...named, ...more];
    const also = rest.length > 0 ? ` (also ${rest.join("; ")})` : "";
    const isCut = this.#lastWrong?.short === true && this.#lastWrong.line === this.#lastLine;
    const cut = isCut ? "; the last line is short: perhaps the file was cut" : "";
    return { line: first.line, message: first.text + also + cut };
  }

  #whyOther({ cells }: Row): string {
    const { names, width } = this.#layout;
    const isHeader =
      names !== null && cells.length >= 1 && cells.every((cell, i) => cell.trim() === names[i]);
    if (isHeader) return "";
    if (cells.some(cell => /\n|\r/.test(cell))) return " (perhaps a quotation mark is not closed)";
    if (cells.length === 2 * width && this.#decimal === ".")
      return " (decimal commas cannot be told from commas between cells)";
    if (cells.every(cell => readCell(cell, this.#decimal).is !== "number")) return " (perhaps it is a note)";
    return "";
  }

  #label(cells: readonly string[], { index, name }: Column, line: number): void {
    const text = (cells[index] ?? "").trim();
    if (readCell(text, this.#decimal).is === "missing")
      this.#refuse(line, `the label in column ${name} is missing`);
    else if (!this.#labels.add(text))
      this.#refuse(
        line,
        `column ${name} has more than ${MOST_CLASSES} different texts, which are no classes`,
      );
  }

  #take(text: string, name: string, state: ColumnState, line: number): void {
    const cell = readCell(text, this.#decimal);
    switch (cell.is) {
      case "missing":
        this.#refuse(line, `column ${name} is missing${text === "" ? "" : ` (${text.trim()})`}`);
        return;
      case "text":
        this.#refuse(
          line,
          `column ${name} is ${JSON.stringify(text.slice(0, 40))}, ${this.#whyText(text, name)}`,
        );
        return;
      case "number":
        this.#number(cell.value, name, state, line);
        if (cell.grouping === "sure") state.groups = true;
        else if (cell.grouping === "doubtful")
          if (state.doubtful === null) state.doubtful = { line, text, count: 1 };
          else state.doubtful.count++;
        return;
      default:
        cell satisfies never;
    }
  }

  #whyText(text: string, name: string): string {
    const cause = likelyCause(text, this.#decimal);
    if (cause !== null) return `not a number: ${cause}`;
    return JSON.stringify(text.trim()) === name ? "not a number: the header again" : "not a number";
  }

  #number(value: number, name: string, state: ColumnState, line: number): void {
    if (!isUsable(value)) {
      this.#refuse(line, `column ${name} is ${value}, beyond float32's range`);
      return;
    }
    if (this.#rows === 0) state.countsFrom = value === 0 || value === 1 ? value : null;
    else if (state.countsFrom !== null && value !== state.countsFrom + this.#rows) state.countsFrom = null;
    this.#push(value);
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
    this.#wrong++;
    if (this.#problems.length < NAMED_PROBLEMS) this.#problems.push({ line, text });
  }
}
