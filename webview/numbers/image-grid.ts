/** Where the images of a grid stand, and which part of it is seen. Lengths in pixels. */

/** The room between two images. */
export const GAP = 3;
/** The room between generated and real images. */
export const GUTTER = 12;
/** Real images take every third column. */
const REAL_SHARE = 3;
/** At the largest zoom one image fills the grid's height but for this share. */
const CLOSEST = 0.9;

export interface GridShape {
  /** Images across the whole square at zoom 1. */
  readonly columns: number;
  readonly withReal: boolean;
  /** How many generated images there are. */
  readonly count: number;
}

/** The part that is seen: its enlargement from 1, and the cell (not always whole) in its upper left corner. */
export interface GridView {
  readonly zoom: number;
  readonly x: number;
  readonly y: number;
}

export const wholeGrid: GridView = { zoom: 1, x: 0, y: 0 };

export interface Grid extends GridShape {
  /** The side of the square. */
  readonly side: number;
  readonly view: GridView;
  /** The side of one image, and from one image to the next. */
  readonly cell: number;
  readonly pitch: number;
  /** Generated images a row; how many rows they are. */
  readonly perRow: number;
  readonly rows: number;
  /** How wide the generated images' part is; real images begin a gutter to the right of it. */
  readonly width: number;
}

const wholeRows = (fitting: number): number => Math.max(1, Math.floor(fitting + 1e-6));

/** The grid in a square; a view that shows less than it could is moved. */
export function gridOf(shape: GridShape, side: number, wish: GridView): Grid {
  const { columns, withReal, count } = shape;
  const realColumns = withReal ? Math.max(1, Math.round(columns / REAL_SHARE)) : 0;
  const perRow = columns - realColumns;
  const rows = Math.max(1, Math.ceil(count / perRow));
  const gutter = withReal ? GUTTER - GAP : 0;
  const base = (side - gutter - GAP * (columns - 1)) / columns;
  const width = perRow * (base + GAP) - GAP;
  const most = Math.max(1, (CLOSEST * Math.min(width, side)) / base);
  const zoom = Math.min(most, Math.max(1, wish.zoom));
  const cell = base * zoom;
  const pitch = cell + GAP;
  const within = (at: number, cells: number, fitting: number) =>
    Math.min(Math.max(0, at), Math.max(0, cells - fitting));
  const fitting = (room: number) => (room + GAP) / pitch;
  const down = zoom > 1 ? fitting(side) : wholeRows(fitting(side));
  const view = { zoom, x: within(wish.x, perRow, fitting(width)), y: within(wish.y, rows, down) };
  return { ...shape, side, view, cell, pitch, perRow, rows, width };
}

/** The upper left corner of a generated image. */
export const leftOf = ({ perRow, pitch, view }: Grid, index: number): number =>
  ((index % perRow) - view.x) * pitch;
export const topOf = ({ perRow, pitch, view }: Grid, index: number): number =>
  (Math.floor(index / perRow) - view.y) * pitch;

/** The generated image under a place in the square, or null. */
export function imageAt(grid: Grid, x: number, y: number): number | null {
  const { perRow, rows, pitch, view, width, count, side } = grid;
  if (x < 0 || y < 0 || x > width || y > side) return null;
  const column = Math.floor(x / pitch + view.x);
  const row = Math.floor(y / pitch + view.y);
  const index = row * perRow + column;
  const end = Math.min(rows, Math.floor(view.y) + rowsDrawn(grid));
  return column < perRow && row < end && index < count ? index : null;
}

/** How many rows are drawn, from the uppermost on: a grid at rest that is not enlarged has no sliver of a further row. */
export function rowsDrawn({ view, pitch, side }: Grid): number {
  const fitting = (side + GAP) / pitch;
  const within = view.y % 1;
  return view.zoom > 1 || within > 0 ? Math.ceil(within + fitting) : wholeRows(fitting);
}

/** How many generated images are seen whole, or but for a pixel. */
export function wholeImages(grid: Grid): number {
  const { view, pitch, width, side, perRow, rows, count, cell } = grid;
  const slack = 1 / pitch;
  const seen = (from: number, room: number, cells: number) => {
    const first = Math.ceil(from - slack);
    const last = Math.floor(from + (room - cell) / pitch + slack);
    return [first, Math.min(cells - 1, last)] as const;
  };
  const [left, right] = seen(view.x, width, perRow);
  const [top, bottom] = seen(view.y, side, rows);
  let whole = 0;
  for (let row = top; row <= bottom; row++)
    whole += Math.max(0, Math.min(right, count - 1 - row * perRow) - left + 1);
  return whole;
}

/** The view enlarged by a factor, the place (x, y) of the square staying where it is. */
export function zoomed(grid: Grid, factor: number, x: number, y: number): GridView {
  const { view, pitch } = grid;
  const zoom = view.zoom * factor;
  const next = gridOf(grid, grid.side, { ...view, zoom });
  return gridOf(grid, grid.side, {
    zoom,
    x: view.x + x / pitch - x / next.pitch,
    y: view.y + y / pitch - y / next.pitch,
  }).view;
}

/** The view moved by so many cells. */
export const moved = (grid: Grid, columns: number, rows: number): GridView =>
  gridOf(grid, grid.side, { ...grid.view, x: grid.view.x + columns, y: grid.view.y + rows }).view;

/** The view moved as little as shows an image whole. */
export function revealing(grid: Grid, index: number): GridView {
  const { perRow, pitch, view, width, side, cell } = grid;
  const into = (from: number, at: number, room: number) =>
    Math.max(Math.min(from, at), at - (room - cell) / pitch);
  const x = into(view.x, index % perRow, width);
  const y = into(view.y, Math.floor(index / perRow), side);
  return gridOf(grid, side, { ...view, x, y }).view;
}

/** The image that an arrow, Home or End leads to; null for any other key. */
export function steppedTo({ perRow, count }: Grid, index: number, key: string): number | null {
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -perRow,
    ArrowDown: perRow,
  };
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  const step = steps[key];
  if (step === undefined) return null;
  const next = index + step;
  return next >= 0 && next < count ? next : index;
}
