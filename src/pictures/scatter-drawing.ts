import { position, rowsOf, type Bounds } from "./bounds.ts";
import type { Drawing, Shape } from "./drawing.ts";
import type { Series } from "./scatter.ts";

const axis = [225, 228, 232] as const;

/** The same picture as `rasterScatter`'s, of vectors: a disc a point, over the two axes. */
export function scatterDrawing(series: readonly Series[], bounds: Bounds, size: number): Drawing {
  const across = (x: number) => ((x - bounds.x) / (2 * bounds.reach) + 0.5) * size;
  const down = (y: number) => (0.5 - (y - bounds.y) / (2 * bounds.reach)) * size;
  const line = (...points: readonly (readonly [number, number])[]): Shape => ({
    kind: "line",
    points,
    color: axis,
    width: 1,
    dash: [],
    opacity: 1,
  });
  const clouds = series.map(({ points, color, radius, opacity }): Shape => {
    const rows = rowsOf(points);
    const dots = Array.from({ length: rows }, (_, row) => {
      const [x, y] = position(points, row);
      return { at: [across(x), down(y)] as const, color: color(row, rows) };
    });
    // Far outside or not finite: nothing of it is in the picture.
    return {
      kind: "dots",
      radius,
      opacity,
      dots: dots.filter(({ at }) => at.every(one => isNear(one, size))),
    };
  });
  return {
    width: size,
    height: size,
    font: "sans",
    shapes: [line([across(0), 0], [across(0), size]), line([0, down(0)], [size, down(0)]), ...clouds],
  };
}

const isNear = (at: number, size: number): boolean => at > -size && at < 2 * size;
