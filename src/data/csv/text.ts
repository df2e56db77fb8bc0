// A table's text out of its bytes: programs write UTF-8, UTF-16 or, on Windows, the code page of western Europe.

import { gunzipSync } from "node:zlib";
import { knownBinary, knownText } from "../../formats/file-kind.ts";
import { DataError } from "../data-error.ts";
import { readDataFile } from "../data-file.ts";
import { pointLimits } from "../point-limits.ts";

export interface TableText {
  readonly text: string;
  /** The encoding where it is another than UTF-8, for people. */
  readonly encoding: string | null;
}

const begins = (bytes: Uint8Array, start: readonly number[]) => start.every((byte, i) => bytes[i] === byte);

const GZIP = [0x1f, 0x8b];

function unpacked(file: string, bytes: Buffer): Buffer {
  if (!begins(bytes, GZIP)) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: pointLimits.csvBytes });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new DataError(file, `this gzip file cannot be unpacked (${why})`);
  }
}

/** In UTF-16 without a mark, plain text has a zero in almost every other byte. */
function unmarkedUtf16(bytes: Uint8Array): "utf-16le" | "utf-16be" | null {
  const head = bytes.subarray(0, 4096);
  const zeros = [0, 0];
  head.forEach((byte, i) => {
    if (byte === 0) zeros[i % 2] = (zeros[i % 2] ?? 0) + 1;
  });
  const [first = 0, second = 0] = zeros;
  if (first + second < 0.4 * head.length) return null;
  return first === 0 ? "utf-16le" : second === 0 ? "utf-16be" : null;
}

function decode(bytes: Uint8Array): TableText {
  const marked = begins(bytes, [0xff, 0xfe]) ? "utf-16le" : begins(bytes, [0xfe, 0xff]) ? "utf-16be" : null;
  const utf16 = marked ?? unmarkedUtf16(bytes);
  // Each decoder takes its byte-order mark away.
  if (utf16 !== null) return { text: new TextDecoder(utf16).decode(bytes), encoding: "UTF-16" };
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), encoding: null };
  } catch {
    return { text: new TextDecoder("windows-1252").decode(bytes), encoding: "Windows-1252" };
  }
}

/** Reads a table's text. Throws DataError. */
export function readTableText(file: string): TableText {
  const bytes = unpacked(file, readDataFile(file, pointLimits.csvBytes));
  const other = knownBinary(bytes);
  if (other !== null) throw new DataError(file, other);
  const found = decode(bytes);
  if (found.text.includes("\0")) throw new DataError(file, "this is not a text file");
  const otherText = knownText(found.text);
  if (otherText !== null) throw new DataError(file, otherText);
  return found;
}
