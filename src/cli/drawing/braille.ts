import { position, rowsOf, type Bounds, type DrawnPoints } from "../../pictures/bounds.ts";

/** The bits of a braille character, from the top: [left column, right column]. */
const dots = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
] as const;
const BLANK = 0x2800;

/**
 * A scatter of points in braille characters, two dots across and four down each, so that a square takes twice as
 * many columns as lines. Gives `columns / 2` lines of `columns` characters; points outside the bounds are left out.
 */
export function brailleScatter(points: DrawnPoints, bounds: Bounds, columns: number): string[] {
  const lines = Math.max(1, Math.round(columns / 2));
  const width = columns * 2;
  const height = lines * 4;
  const cells = Array.from({ length: lines }, () => new Array<number>(columns).fill(0));
  for (let row = 0; row < rowsOf(points); row++) {
    const [x, y] = position(points, row);
    const across = Math.floor(((x - bounds.x) / (2 * bounds.reach) + 0.5) * width);
    const down = Math.floor((0.5 - (y - bounds.y) / (2 * bounds.reach)) * height);
    if (!(across >= 0 && across < width && down >= 0 && down < height)) continue;
    const line = cells[down >> 2];
    const bits = dots[down & 3]?.[across & 1];
    if (line === undefined || bits === undefined) continue;
    line[across >> 1] = (line[across >> 1] ?? 0) | bits;
  }
  return cells.map(line => String.fromCharCode(...line.map(bits => BLANK + bits)));
}

export interface Panel {
  readonly title: string;
  readonly lines: readonly string[];
}

/** Panels beside each other, each under its title, in as many bands as the width asks for. */
export function besides(panels: readonly Panel[], columns: number, gap = 3): string[] {
  const widest = Math.max(
    1,
    ...panels.flatMap(panel => [panel.title.length, ...panel.lines.map(line => line.length)]),
  );
  const across = Math.max(1, Math.floor((columns + gap) / (widest + gap)));
  const bands: string[] = [];
  for (let from = 0; from < panels.length; from += across) {
    const band = panels.slice(from, from + across);
    const height = Math.max(...band.map(panel => panel.lines.length));
    if (from > 0) bands.push("");
    for (let line = -1; line < height; line++) {
      const cells = band.map(panel => (line < 0 ? panel.title : (panel.lines[line] ?? "")).padEnd(widest));
      bands.push(cells.join(" ".repeat(gap)).trimEnd());
    }
  }
  return bands;
}
