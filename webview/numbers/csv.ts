/** A table as CSV (RFC 4180): a field with a comma, quote or line break is quoted. Lines end with a line feed. */
export function toCsv(
  heads: readonly string[],
  rows: readonly (readonly (string | number | null)[])[],
): string {
  const field = (value: string | number | null) => {
    const text = value === null ? "" : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [heads, ...rows].map(row => `${row.map(field).join(",")}\n`).join("");
}
