import type { CoveragePoint } from "../runs/history.ts";
import type { Status } from "../runs/status.ts";
import { gapsAmong } from "../runs/trend-gaps.ts";

const VALUES = 16;

/**
 * A small picture of coverage over a run, oldest first: of more than 16 points, those nearest to 16 evenly spaced
 * steps between the first and the last.
 */
export function trend(points: readonly CoveragePoint[]): Pick<Status, "trend" | "trendGaps"> {
  const picked = pick(points);
  const gaps = points.flatMap(({ afterGap }, i) => (afterGap === true ? [i] : []));
  return { trend: picked.map(i => points[i]?.value ?? 0), trendGaps: gapsAmong(gaps, picked) };
}

/** The numbers of the points that are shown. */
function pick(points: readonly CoveragePoint[]): number[] {
  if (points.length <= VALUES) return [...points.keys()];
  const first = points[0]?.step ?? 0;
  const span = (points.at(-1)?.step ?? 0) - first;
  return Array.from({ length: VALUES }, (_, i) => {
    const wanted = first + (span * i) / (VALUES - 1);
    const distance = (at: number): number => Math.abs((points[at]?.step ?? 0) - wanted);
    return points.reduce((best, _point, at) => (distance(at) < distance(best) ? at : best), 0);
  });
}
