import { nearest } from "../../experiment/nearest-name.ts";
import { DataError } from "../data-error.ts";
import { someOf } from "../reading.ts";
import type { Layout } from "./layout.ts";

/** A column in use: its place in a row and its name for messages. */
export interface Column {
  readonly index: number;
  /** In quotes where the header has it. */
  readonly name: string;
  /** Without quotes, to stand in a list. */
  readonly listed: string;
}

/** Names from the header or numbers from 0; none: every column that is a dimension. */
export type Wanted = readonly (string | number)[];

/** What must be known of a table to find its columns; a table that is no text has no lines before its body. */
type Columns = Omit<Layout, "asides"> & { readonly asides: ReadonlyMap<number, string> };

/** A column's name in quotes, or its number where it has none. */
export function columnName({ names }: Pick<Columns, "names">, index: number): string {
  const name = names?.[index] ?? "";
  return name === "" ? `${index}` : JSON.stringify(name.slice(0, 80));
}

function findColumn(file: string, layout: Columns, asked: string | number): number {
  const { width, names } = layout;
  if (typeof asked === "number") {
    if (asked < width) return asked;
    throw new DataError(file, `there is no column ${asked}; the columns are 0 to ${width - 1}`);
  }
  if (names === null)
    throw new DataError(
      file,
      `there is no header to find the column "${asked}" in; give numbers from 0 instead`,
    );
  const header = [...layout.before].find(([, what]) => what === "header");
  const at = header === undefined ? {} : { line: header[0] };
  const found = names.flatMap((name, index) => (name === asked.trim() ? [index] : []));
  const [index] = found;
  if (index === undefined) {
    const all = names.map((_, column) => columnName(layout, column));
    throw new DataError(
      file,
      `there is no column "${asked}"; the columns are ${someOf(all)}${nearest(asked, names)}`,
      at,
    );
  }
  if (found.length > 1)
    throw new DataError(
      file,
      `${found.length} columns are named "${asked}"; give their numbers from 0 instead (${someOf(found.map(String))})`,
      at,
    );
  return index;
}

const columnAt = (layout: Columns, index: number): Column => ({
  index,
  name: columnName(layout, index),
  listed: (layout.names?.[index] ?? "") || `column ${index}`,
});

/** The column of the labels; null where none is asked for. Throws DataError. */
export function labelColumn(file: string, asked: string, layout: Columns): Column | null {
  if (asked === "") return null;
  const isNumber = /^\d{1,6}$/.test(asked) && layout.names?.includes(asked) !== true;
  return columnAt(layout, findColumn(file, layout, isNumber ? Number(asked) : asked));
}

/** The columns asked for, or all but the labels and those that are none of a point's numbers. Throws DataError. */
export function chooseColumns(
  file: string,
  wanted: Wanted,
  layout: Columns,
  labels: Column | null,
): Column[] {
  const isDimension = (index: number) => !layout.asides.has(index) && index !== labels?.index;
  const every = () => Array.from({ length: layout.width }, (_, i) => i).filter(isDimension);
  const indices = wanted.length === 0 ? every() : wanted.map(asked => findColumn(file, layout, asked));
  if (labels !== null && indices.includes(labels.index))
    throw new DataError(file, `the column ${labels.name} is both in "columns" and "labels"`);
  return indices.map(index => columnAt(layout, index));
}
