/** A range in a text, lines and columns from 0, as an editor's API counts. */
export interface TextRange {
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

const WORD = /^(?:"(?:[^"\\]|\\.)*"|[\w.+-]+|.)/u;

/** What to underline for a problem at a line and column (both from 1; the whole first line where it has none). */
export function problemRange(lines: readonly string[], line?: number, column?: number): TextRange {
  const index = Math.min(Math.max(0, (line ?? 1) - 1), Math.max(0, lines.length - 1));
  const text = lines[index] ?? "";
  if (line === undefined || column === undefined) return { line: index, start: 0, end: text.length };
  const start = Math.min(Math.max(0, column - 1), text.length);
  const word = WORD.exec(text.slice(start))?.[0] ?? "";
  return { line: index, start, end: start + word.length };
}
