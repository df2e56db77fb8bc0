interface Cells {
  readonly columns: number;
  readonly rows: number;
}

const moves: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

/** The cell that an arrow key leads to, from the middle where none is pointed at; undefined for any other key. */
export function movedCell(
  { columns, rows }: Cells,
  from: number | null,
  { key, shiftKey }: Pick<KeyboardEvent, "key" | "shiftKey">,
): number | undefined {
  const move = moves[key];
  if (move === undefined) return undefined;
  const held = from ?? Math.floor((rows * columns + columns) / 2);
  const by = shiftKey ? 8 : 1;
  const column = Math.min(columns - 1, Math.max(0, (held % columns) + move[0] * by));
  const row = Math.min(rows - 1, Math.max(0, Math.floor(held / columns) + move[1] * by));
  return row * columns + column;
}
