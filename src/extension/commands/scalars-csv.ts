interface Point {
  readonly step: number;
  readonly value: number;
}

/** Scalars as a table: a line a point, by tag and step. Tags never hold a quote or a comma, except a foreign one's. */
export function scalarsCsv(scalars: ReadonlyMap<string, readonly Point[]>): string {
  const lines = ["tag,step,value"];
  for (const [tag, points] of [...scalars].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const name = /[",\r\n]/.test(tag) ? `"${tag.replaceAll('"', '""')}"` : tag;
    for (const { step, value } of points) lines.push(`${name},${step},${value}`);
  }
  return `${lines.join("\n")}\n`;
}
