import type { z } from "zod";
import { decodeNdjson } from "../formats/ndjson.ts";
import { readBounded } from "./read-json.ts";
import { errorCode } from "./write-guard.ts";

const NEWLINE = 10;
const MAX_NDJSON_BYTES = 256 * 1024 * 1024;

/**
 * The complete, valid records of a file of JSON lines, in order; those torn by a crash or of unknown kind are skipped.
 * Empty when there is no file.
 * @param begin only lines that begin so are parsed
 */
export function readRecords<S extends z.ZodType>(path: string, schema: S, begin = ""): z.output<S>[] {
  let bytes: Buffer;
  try {
    bytes = readBounded(path, MAX_NDJSON_BYTES);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return [];
    throw error;
  }
  const records: z.output<S>[] = [];
  for (const record of decodeNdjson(begin === "" ? bytes : linesBeginning(bytes, begin)).records) {
    const parsed = schema.safeParse(record.torn ? undefined : record.value);
    if (parsed.success) records.push(parsed.data);
  }
  return records;
}

function linesBeginning(bytes: Buffer, begin: string): Buffer {
  const lines: Buffer[] = [];
  for (let at = bytes.indexOf(begin); at >= 0; at = bytes.indexOf(begin, at + 1)) {
    const end = bytes.indexOf(NEWLINE, at);
    if (end >= 0 && (at === 0 || bytes[at - 1] === NEWLINE)) lines.push(bytes.subarray(at, end + 1));
  }
  return Buffer.concat(lines);
}

/** The value of one line, or undefined when it is not JSON. */
export function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
