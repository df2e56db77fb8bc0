import { csvField } from "../../src/plain/csv-field.ts";

/** A table as CSV (RFC 4180). Lines end with a line feed. */
export const toCsv = (
  heads: readonly string[],
  rows: readonly (readonly (string | number | null)[])[],
): string =>
  [heads, ...rows].map(row => `${row.map(value => csvField(String(value ?? ""))).join(",")}\n`).join("");
