// Tables in Parquet files, around hyparquet. The file's own account of its sizes is bounded before a page is unpacked.

import { parquetMetadata, parquetRead, parquetSchema, type FileMetaData, type SchemaTree } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { parquetHeader } from "hyparquet/src/column.js";
import { knownFile } from "./file-kind.ts";
import { FormatError } from "./format-error.ts";

export interface ParquetColumn {
  readonly name: string;
  readonly holds: "numbers" | "texts" | "neither";
  /** What its values are, such as "a time". */
  readonly is: string;
}

export interface ParquetTable {
  readonly rows: number;
  readonly columns: readonly ParquetColumn[];
  /** With the columns' places for names. */
  readonly metadata: FileMetaData;
  readonly file: ArrayBuffer;
}

/** Values of a column, by its place, from row `from` on; null where one is missing. */
export type TakeValues = (column: number, from: number, values: ArrayLike<unknown>) => void;

/** A page is about a megabyte where programs write it. */
const MOST_PAGE_BYTES = 2 ** 28;

const said = (error: unknown) =>
  (error instanceof Error ? error.message : String(error)).split("\n")[0]?.slice(0, 200) ?? "";

const timeTypes = /^(?:DATE|TIME|TIMESTAMP|INTERVAL)/;

function describe({ element, children }: SchemaTree): Omit<ParquetColumn, "name"> {
  const { type, repetition_type: repetition, logical_type: logical, converted_type: converted } = element;
  const meant = logical?.type ?? converted ?? "";
  if (children.length > 0 || repetition === "REPEATED") return { holds: "neither", is: "a list or a record" };
  if (timeTypes.test(meant) || type === "INT96") return { holds: "neither", is: "a time" };
  switch (type) {
    case "FLOAT":
    case "DOUBLE":
    case "INT32":
    case "INT64":
      return { holds: "numbers", is: "a number" };
    case "BOOLEAN":
      return { holds: "texts", is: "true or false" };
    case "FIXED_LEN_BYTE_ARRAY":
    case "BYTE_ARRAY":
      if (meant === "FLOAT16" || meant === "DECIMAL") return { holds: "numbers", is: "a number" };
      return /^(?:STRING|UTF8|ENUM)$/.test(meant)
        ? { holds: "texts", is: "text" }
        : { holds: "neither", is: meant === "" ? "bytes" : meant };
    case undefined:
      return { holds: "neither", is: "of no type" };
    default:
      return { holds: "neither", is: String(type satisfies never) };
  }
}

const leavesOf = ({ children }: SchemaTree): number =>
  children.length === 0 ? 1 : children.reduce((sum, child) => sum + leavesOf(child), 0);

/** The library finds columns by their names, which several may share: so each is called by its place. */
function byPlace(metadata: FileMetaData): FileMetaData {
  const { children } = parquetSchema(metadata);
  const places = new Map(children.map(({ element }, place) => [element, String(place)]));
  const ofLeaf = children.flatMap((tree, place) => Array<string>(leavesOf(tree)).fill(String(place)));
  return {
    ...metadata,
    schema: metadata.schema.map(element => ({ ...element, name: places.get(element) ?? element.name })),
    row_groups: metadata.row_groups.map(group => {
      if (group.columns.length !== ofLeaf.length)
        throw new FormatError("the Parquet file is damaged (a group of rows lacks a column)");
      return {
        ...group,
        columns: group.columns.map((column, leaf) => {
          const { meta_data: own } = column;
          if (own === undefined) return column;
          const path = [ofLeaf[leaf] ?? "", ...own.path_in_schema.slice(1)];
          return { ...column, meta_data: { ...own, path_in_schema: path } };
        }),
      };
    }),
  };
}

/** What a Parquet file says that it holds. Throws FormatError. */
export function openParquet(bytes: Uint8Array): ParquetTable {
  const head = String.fromCharCode(...bytes.subarray(0, 4));
  if (head === "PARE") throw new FormatError("the Parquet file is encrypted");
  if (head !== "PAR1")
    throw new FormatError(knownFile(bytes) ?? "this is no Parquet file, whatever its name");
  if (String.fromCharCode(...bytes.subarray(-4)) !== "PAR1")
    throw new FormatError("the Parquet file is cut short");
  const file = new Uint8Array(bytes).buffer;
  try {
    const metadata = parquetMetadata(file, { geoparquet: false });
    const columns = parquetSchema(metadata).children.map(tree => ({
      name: tree.element.name,
      ...describe(tree),
    }));
    return { rows: Number(metadata.num_rows), columns, metadata: byPlace(metadata), file };
  } catch (error) {
    if (error instanceof FormatError) throw error;
    throw new FormatError(`the Parquet file is damaged (${said(error)})`);
  }
}

/** Refuses a column whose pages ask for more than its rows can hold. */
function checkPages({ metadata, file, columns: all }: ParquetTable, places: readonly number[]): void {
  for (const { columns, num_rows: rows } of metadata.row_groups)
    for (const { meta_data: column } of columns) {
      if (column === undefined) continue;
      const place = Number(column.path_in_schema[0]);
      if (!places.includes(place)) continue;
      const name = JSON.stringify(all[place]?.name);
      const start = Number(column.dictionary_page_offset ?? column.data_page_offset);
      const view = new DataView(file, start, Number(column.total_compressed_size));
      const reader = { view, offset: 0 };
      let values = 0;
      while (reader.offset < view.byteLength) {
        const header = parquetHeader(reader);
        reader.offset += header.compressed_page_size;
        const own = header.data_page_header ?? header.data_page_header_v2;
        values += own?.num_values ?? 0;
        const inPage = Math.max(own?.num_values ?? 0, header.dictionary_page_header?.num_values ?? 0);
        const { uncompressed_page_size: unpacked, compressed_page_size: packed } = header;
        if (!(
          packed >= 0 &&
          unpacked >= 0 &&
          inPage >= 0 &&
          unpacked <= MOST_PAGE_BYTES &&
          inPage <= Number(rows)
        ))
          throw new FormatError(`a page of the column ${name} is of a false size`);
      }
      if (values !== Number(rows))
        throw new FormatError(`the column ${name} has ${values} values for ${rows} rows`);
    }
}

/** Reads columns of numbers or texts by their places, row groups in any order. Rejects with FormatError, and with what `take` throws. */
export async function readParquet(
  table: ParquetTable,
  places: readonly number[],
  take: TakeValues,
): Promise<void> {
  const taken = new Map<number, number>();
  const thrown: unknown[] = [];
  try {
    checkPages(table, places);
    await parquetRead({
      file: table.file,
      metadata: table.metadata,
      columns: places.map(String),
      compressors,
      // Nobody catches what is thrown in here.
      onChunk: ({ columnName, columnData, rowStart }) => {
        const place = Number(columnName);
        taken.set(place, (taken.get(place) ?? 0) + columnData.length);
        try {
          if (thrown.length === 0) take(place, rowStart, columnData);
        } catch (error) {
          thrown.push(error);
        }
      },
    });
  } catch (error) {
    if (error instanceof FormatError) throw error;
    throw new FormatError(`the Parquet file cannot be read (${said(error)})`);
  }
  if (thrown.length > 0) throw thrown[0];
  const short = places.find(place => taken.get(place) !== table.rows);
  if (short !== undefined)
    throw new FormatError(`the column ${JSON.stringify(table.columns[short]?.name)} is cut short`);
}
