/** Breaks a paragraph at spaces so that no line is longer than `width`, unless one word is. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/).filter(part => part !== "")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  if (line !== "") lines.push(line);
  return lines;
}

const INDENT = 2;
const WIDEST_NAME = 26;

/** The column that the explanations of such names begin in. */
export const explanationColumn = (names: readonly string[]) =>
  Math.min(WIDEST_NAME, Math.max(...names.map(name => name.length))) + INDENT + 2;

/** Rows of a name and an explanation, the explanations in a column of their own and wrapped to `width`. */
export function definitions(
  rows: readonly (readonly [string, string])[],
  width: number,
  column = explanationColumn(rows.map(([name]) => name)),
): string[] {
  return rows.flatMap(([name, text]) => {
    const lines = wrap(text, Math.max(20, width - column));
    const head = `${" ".repeat(INDENT)}${name}`;
    const fits = head.length + 2 <= column;
    const body = lines.map(
      (line, i) => `${i === 0 && fits ? head.padEnd(column) : " ".repeat(column)}${line}`,
    );
    return fits ? body : [head, ...body];
  });
}
