import { FormatError } from "../../formats/format-error.ts";
import type { ParquetColumn, ParquetTable, TakeValues } from "../../formats/parquet.ts";
import { chooseColumns, columnName, labelColumn, type Column } from "../csv/columns.ts";
import { DataError } from "../data-error.ts";
import { readDataFile } from "../data-file.ts";
import type { Dataset } from "../dataset.ts";
import { isUsable, pointLimits } from "../point-limits.ts";
import { pointsDataset, type PointTable } from "../points-dataset.ts";
import { classesText, counted, joinedLabels, someOf } from "../reading.ts";
import { LabelCollector, MOST_CLASSES, type RowLabels } from "../row-labels.ts";
import type { DataOf } from "./data-of.ts";

/** What pandas calls the column of an index that has no name. */
const PANDAS_INDEX = /^__index_level_\d+__$/;

/** Why a column that nobody asked for is no dimension; null where it is one. */
function asideOf({ name, holds, is }: ParquetColumn): string | null {
  if (PANDAS_INDEX.test(name)) return "numbers the rows";
  return holds === "numbers" ? null : `holds ${is}`;
}

interface Choice {
  readonly columns: readonly Column[];
  readonly labels: Column | null;
  readonly asides: readonly string[];
}

/** Throws DataError, naming the column, for one that cannot be what it is asked to be. */
function choose(file: string, table: ParquetTable, wanted: DataOf<"parquet">): Choice {
  const asides = new Map(
    table.columns.flatMap((column, index) => {
      const why = asideOf(column);
      return why === null ? [] : [[index, why] as const];
    }),
  );
  const names = table.columns.map(({ name }) => name);
  const layout = { width: names.length, names, before: new Map(), asides };
  const labels = labelColumn(file, wanted.labels, layout);
  const columns = chooseColumns(file, wanted.columns, layout, labels);
  const wrong = columns.find(({ index }) => table.columns[index]?.holds !== "numbers");
  if (wrong !== undefined)
    throw new DataError(
      file,
      `the column ${wrong.name} holds ${table.columns[wrong.index]?.is}, not numbers`,
    );
  if (labels !== null && table.columns[labels.index]?.holds === "neither")
    throw new DataError(
      file,
      `the column ${labels.name} holds ${table.columns[labels.index]?.is}; labels are texts or numbers`,
    );
  if (columns.length === 0) throw new DataError(file, "the table has no column of numbers");
  if (columns.length > pointLimits.dims)
    throw new DataError(
      file,
      `the table has ${columns.length} columns; at most ${pointLimits.dims} are allowed`,
    );
  const leftOut = wanted.columns.length > 0 ? [] : [...asides].filter(([index]) => index !== labels?.index);
  return {
    columns,
    labels,
    asides: leftOut.map(([index, why]) => `column ${columnName(layout, index)} left out: it ${why}`),
  };
}

/** A number of a column; what else is there is refused with the row, counted from 0. */
function numberAt(file: string, column: Column, row: number, value: unknown): number {
  if (value === null || value === undefined)
    throw new DataError(file, `row ${row} (counted from 0): column ${column.name} is missing`, { row });
  const number = Number(value);
  if (!isUsable(number))
    throw new DataError(
      file,
      `row ${row} (counted from 0): column ${column.name} is ${number}; every number must be finite and within float32's range`,
      { row },
    );
  return number;
}

/** "" where there is none. */
function labelText(value: unknown): string {
  if (typeof value === "string") return value.trim();
  const isLabel = typeof value === "bigint" || typeof value === "boolean" || typeof value === "number";
  return isLabel && !Number.isNaN(value) ? String(value) : "";
}

function labelsOf(file: string, column: Column, values: readonly unknown[]): RowLabels {
  const collector = new LabelCollector();
  values.forEach((value, row) => {
    const text = labelText(value);
    if (text === "")
      throw new DataError(
        file,
        `row ${row} (counted from 0): the label in column ${column.name} is missing`,
        {
          row,
        },
      );
    if (!collector.add(text))
      throw new DataError(
        file,
        `column ${column.name} has more than ${MOST_CLASSES} different texts, which are no classes`,
        { row },
      );
  });
  return collector.labels;
}

async function read(
  file: string,
  table: ParquetTable,
  { columns, labels: labelled }: Choice,
  readColumns: (places: readonly number[], take: TakeValues) => Promise<void>,
): Promise<PointTable & { readonly labels: RowLabels | null }> {
  const dims = columns.length;
  const data = new Float64Array(table.rows * dims);
  const texts = new Array<unknown>(labelled === null ? 0 : table.rows);
  const places = new Set([...columns, ...(labelled === null ? [] : [labelled])].map(({ index }) => index));
  await readColumns([...places], (place, from, values) => {
    columns.forEach((column, d) => {
      if (column.index !== place) return;
      for (let i = 0; i < values.length; i++)
        data[(from + i) * dims + d] = numberAt(file, column, from + i, values[i]);
    });
    if (labelled?.index === place) for (let i = 0; i < values.length; i++) texts[from + i] = values[i];
  });
  return { data, rows: table.rows, dims, labels: labelled === null ? null : labelsOf(file, labelled, texts) };
}

/** Points of a Parquet table, with their classes where a column has them. */
export async function parquet(wanted: DataOf<"parquet">): Promise<Dataset> {
  const { file } = wanted;
  // Its decompressors are large, and most experiments need none.
  const { openParquet, readParquet } = await import("../../formats/parquet.ts");
  try {
    const table = openParquet(readDataFile(file, pointLimits.npyBytes));
    const choice = choose(file, table, wanted);
    const { columns } = choice;
    if (table.rows < pointLimits.rows)
      throw new DataError(file, `the table has ${table.rows} rows; at least ${pointLimits.rows} are needed`);
    if (table.rows * columns.length > pointLimits.values)
      throw new DataError(
        file,
        `the table has ${table.rows * columns.length} numbers; at most ${pointLimits.values} are allowed`,
      );
    const { labels, ...points } = await read(file, table, choice, (places, take) =>
      readParquet(table, places, take),
    );
    if (labels?.names.length === 1)
      throw new DataError(
        file,
        `every row has the same label, ${JSON.stringify(labels.names[0]?.slice(0, 80))}`,
      );
    const listed = someOf(columns.map(column => column.listed));
    const taken = `${counted(table.rows, "point")} of ${counted(columns.length, "dimension")} (${listed})${classesText(labels?.names ?? null)}`;
    return pointsDataset(
      points,
      wanted.normalize,
      { taken, asides: [...choice.asides, ...joinedLabels(labels?.joined ?? [])] },
      labels,
    );
  } catch (error) {
    if (error instanceof FormatError) throw new DataError(file, error.message);
    throw error;
  }
}
