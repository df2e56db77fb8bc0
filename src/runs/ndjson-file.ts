import type { z } from "zod";
import { decodeNdjson } from "../formats/ndjson.ts";
import { readBounded } from "./read-json.ts";
import { errorCode } from "./write-guard.ts";

const MAX_NDJSON_BYTES = 256 * 1024 * 1024;

/** The complete, valid records of a file of JSON lines, in order; those torn by a crash or of unknown kind are skipped. Empty when there is no file. */
export function readRecords<S extends z.ZodType>(path: string, schema: S): z.output<S>[] {
  let bytes: Uint8Array;
  try {
    bytes = readBounded(path, MAX_NDJSON_BYTES);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return [];
    throw error;
  }
  const records: z.output<S>[] = [];
  for (const record of decodeNdjson(bytes).records) {
    const parsed = schema.safeParse(record.torn ? undefined : record.value);
    if (parsed.success) records.push(parsed.data);
  }
  return records;
}

/** The value of one line, or undefined when it is not JSON. */
export function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
