import type { ScalarPoint } from "../runs/scalars.ts";

const VALUES = 16;

/**
 * A small picture of a measure over a run, oldest first: of more than 16 points, those nearest to 16 evenly spaced
 * steps between the first and the last.
 */
export function trend(points: readonly ScalarPoint[]): number[] {
  if (points.length <= VALUES) return points.map(point => point.value);
  const first = points[0]?.step ?? 0;
  const span = (points.at(-1)?.step ?? 0) - first;
  return Array.from({ length: VALUES }, (_, i) => {
    const wanted = first + (span * i) / (VALUES - 1);
    const distance = ({ step }: ScalarPoint): number => Math.abs(step - wanted);
    return points.reduce((best, point) => (distance(point) < distance(best) ? point : best)).value;
  });
}
