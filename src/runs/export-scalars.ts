import type { ScalarPoint } from "./scalars.ts";

type Scalars = ReadonlyMap<string, readonly ScalarPoint[]>;

const byTag = (scalars: Scalars) => [...scalars].sort(([a], [b]) => (a < b ? -1 : 1));

/** A field as RFC 4180 wants it: tags never hold a quote or a comma, except a foreign one's. */
const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Scalars as a table: a line a point, by tag and step. */
export function scalarsCsv(scalars: Scalars): string {
  const lines = ["tag,step,value"];
  for (const [tag, points] of byTag(scalars)) {
    const name = quoted(tag);
    for (const { step, value } of points) lines.push(`${name},${step},${value}`);
  }
  return `${lines.join("\n")}\n`;
}

/** Scalars as JSON lines `{ tag, step, value }`, by tag and step; JSON has no NaN and no infinity, they are null. */
export function scalarsJsonLines(scalars: Scalars): string {
  const lines = byTag(scalars).flatMap(([tag, points]) =>
    points.map(({ step, value }) => `${JSON.stringify({ tag, step, value })}\n`),
  );
  return lines.join("");
}
