import { position, rowsOf, type Bounds, type DrawnPoints } from "./bounds.ts";

export type Rgb = readonly [red: number, green: number, blue: number];

export interface Series {
  readonly points: DrawnPoints;
  /** The colour of row `row` of `rows`. */
  readonly color: (row: number, rows: number) => Rgb;
  /** Radius of a dot, in pixels. */
  readonly radius: number;
  /** How much a dot covers what lies below, 0..1. */
  readonly opacity: number;
}

export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly channels: 3;
  readonly data: Uint8Array;
}

/** White, in every channel. */
const BACKGROUND = 255;
const axis: Rgb = [225, 228, 232];

/** A square picture of points as soft-edged dots over the two axes. */
export function rasterScatter(series: readonly Series[], bounds: Bounds, size: number): Raster {
  const canvas = new Canvas(size);
  const across = (x: number) => ((x - bounds.x) / (2 * bounds.reach) + 0.5) * size;
  const down = (y: number) => (0.5 - (y - bounds.y) / (2 * bounds.reach)) * size;
  for (let i = 0; i < size; i++) {
    canvas.blend(Math.floor(across(0)), i, axis, 1);
    canvas.blend(i, Math.floor(down(0)), axis, 1);
  }
  for (const one of series) {
    const rows = rowsOf(one.points);
    for (let row = 0; row < rows; row++) {
      const [x, y] = position(one.points, row);
      canvas.dot(across(x), down(y), one.radius, one.color(row, rows), one.opacity);
    }
  }
  return { width: size, height: size, channels: 3, data: canvas.data };
}

class Canvas {
  readonly data: Uint8Array;
  readonly #size: number;

  constructor(size: number) {
    this.#size = size;
    this.data = new Uint8Array(size * size * 3).fill(BACKGROUND);
  }

  /** Moves a pixel's colour towards `color` by `share`, 0..1; nothing outside the picture. */
  blend(column: number, line: number, color: Rgb, share: number): void {
    if (column < 0 || line < 0 || column >= this.#size || line >= this.#size) return;
    const at = (line * this.#size + column) * 3;
    for (let c = 0; c < 3; c++) {
      this.data[at + c] = Math.round((this.data[at + c] ?? 0) * (1 - share) + (color[c] ?? 0) * share);
    }
  }

  /** A disc around (x, y), in pixels, whose edge is one pixel soft. */
  dot(x: number, y: number, radius: number, color: Rgb, opacity: number): void {
    const outer = radius + 1;
    // Far outside or not finite: no pixel of it is in the picture.
    if (!(x > -outer && x < this.#size + outer && y > -outer && y < this.#size + outer)) return;
    for (let line = Math.floor(y - outer); line <= y + outer; line++) {
      for (let column = Math.floor(x - outer); column <= x + outer; column++) {
        const cover = radius + 0.5 - Math.hypot(column + 0.5 - x, line + 0.5 - y);
        if (cover > 0) this.blend(column, line, color, Math.min(1, cover) * opacity);
      }
    }
  }
}
