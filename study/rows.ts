import { readdirSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { AppendLog } from "../src/runs/append-log.ts";
import { readRecords } from "../src/runs/ndjson-file.ts";

const hex = z.string().regex(/^[0-9a-f]{64}$/);

const schema = z.object({
  regime: z.string(),
  base: z.string(),
  addition: z.string(),
  phase: z.enum(["search", "report"]),
  /** Of the number that is looked for; null where none is. */
  value: z.json(),
  seed: z.int(),
  state: z.enum(["done", "failed"]),
  /** Why it failed; else empty. */
  message: z.string(),
  /** The step of the values. */
  step: z.int(),
  values: z.record(z.string(), z.number()),
  undefined: z.record(z.string(), z.string()),
  /** SHA-256 of the resolved experiment, and of the last checkpoint's generator.onnx (null where there is none). */
  experiment: hex,
  generator: hex.nullable(),
  versions: z.record(z.string(), z.string()),
  /** Of one run, as long as the machine took for all of them. */
  seconds: z.number(),
});

/** One run that ended. */
export type Row = z.output<typeof schema>;

/** What a row is the row of. */
export type RowPlace = Pick<Row, "regime" | "base" | "addition" | "phase" | "value" | "seed">;

export const rowKey = ({ regime, base, addition, phase, value, seed }: RowPlace): string =>
  [regime, base, addition, phase, JSON.stringify(value), seed].join("/");

/** The rows of a folder, of several with one key the first: rows are never trained again. */
export function readRows(folder: string): Map<string, Row> {
  const rows = new Map<string, Row>();
  for (const name of namesIn(folder).filter(file => file.endsWith(".ndjson")))
    for (const row of readRecords(join(folder, name), schema))
      if (!rows.has(rowKey(row))) rows.set(rowKey(row), row);
  return rows;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}

/** Appends rows to their regime's file, a write each. */
export function appendRows(folder: string, rows: readonly Row[]): void {
  for (const row of rows) {
    const log = AppendLog.lines(join(folder, `${row.regime}.ndjson`), { shared: true });
    try {
      log.append(Buffer.from(`${JSON.stringify(row)}\n`));
    } finally {
      log.close();
    }
  }
}
