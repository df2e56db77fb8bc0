// NDJSON: one JSON value a line. A line without its newline may still grow; one that is no JSON is torn.

/** A complete line: its value, or its text where it cannot be parsed (a crash tore it). */
export type NdjsonRecord =
  { readonly torn: false; readonly value: unknown } | { readonly torn: true; readonly line: string };

export interface NdjsonPart {
  readonly records: readonly NdjsonRecord[];
  /** Bytes at the end, after the last newline, that are not read yet: go on from `bytes.length - rest`. */
  readonly rest: number;
}

const NEWLINE = 10;

/** Reads the complete lines of a part of a file that starts at the start of a line. Empty lines are left out. */
export function decodeNdjson(bytes: Uint8Array): NdjsonPart {
  const end = bytes.lastIndexOf(NEWLINE) + 1;
  const records: NdjsonRecord[] = [];
  for (const line of new TextDecoder().decode(bytes.subarray(0, end)).split("\n")) {
    if (line.trim() === "") continue;
    try {
      records.push({ torn: false, value: JSON.parse(line) as unknown });
    } catch {
      records.push({ torn: true, line });
    }
  }
  return { records, rest: bytes.length - end };
}
