// What a table's text does not say of itself: what separates its cells, and whether its first row is a header.

export type Separator = "," | ";" | "\t" | " " | "|";

/** In the order in which they win where several fit: a comma may be a decimal one, a space may stand inside a cell. */
const separators = ["\t", ";", "|", ",", " "] as const satisfies readonly Separator[];

/** A plain decimal number; anything else, hexadecimal and infinity included, is text. */
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const MISSING = /^(?:|\?|-|na|n\/a|nan|null|none)$/i;

export type Cell =
  { readonly is: "number"; readonly value: number } | { readonly is: "missing" } | { readonly is: "text" };

/** What a cell holds. */
export function readCell(text: string): Cell {
  const trimmed = text.trim();
  if (NUMBER.test(trimmed)) return { is: "number", value: Number(trimmed) };
  return { is: MISSING.test(trimmed) ? "missing" : "text" };
}

/** A first row with a text in it names the columns. */
export function isHeader(cells: readonly string[]): boolean {
  return cells.some(cell => readCell(cell).is === "text");
}

/** One separator in the place of every run of spaces and tabs, none at either end of a line. */
export function withSingleSpaces(text: string): string {
  return text.replace(/[ \t]+/g, " ").replace(/^ | $/gm, "");
}

function cellsOf(line: string, separator: Separator): number {
  const text = separator === " " ? withSingleSpaces(line) : line;
  return text.split(separator).length;
}

/**
 * The separator that gives each of the lines the same number of cells, at least two; else one that the first line
 * has; else a comma (a table of one column). Separators within quotes do not count.
 */
export function detectSeparator(lines: readonly string[]): Separator {
  const bare = lines.map(line => line.replace(/"(?:[^"]|"")*"/g, "x"));
  const fits = (separator: Separator, some: readonly string[]) => {
    const [first = 1, ...others] = some.map(line => cellsOf(line, separator));
    return first > 1 && others.every(cells => cells === first);
  };
  return (
    separators.find(separator => fits(separator, bare)) ??
    separators.find(separator => fits(separator, bare.slice(0, 1))) ??
    ","
  );
}
