const number = /^[+-]?(?:\d+\.?\d*(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?|Infinity)$/i;

/**
 * A field of CSV (RFC 4180), quoted where it must be. A spreadsheet would compute what begins like a formula, which a
 * stranger's name or tag may: such a text gets an apostrophe before it, which spreadsheets do not show. Numbers stay.
 */
export function csvField(text: string): string {
  const inert = /^[=+\-@\t\r]/.test(text) && !number.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
