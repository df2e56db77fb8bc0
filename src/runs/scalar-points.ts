import type { ScalarPoint } from "./scalars.ts";

/** Points of one scalar, steps ascending, as those read them who do not care how they are kept. */
export interface ScalarPoints {
  readonly length: number;
  step(index: number): number;
  value(index: number): number;
  /** The number of the first point whose step is at least this one (`after`: above it). */
  indexOf(step: number, after?: boolean): number;
}

export function pointsOf(points: readonly ScalarPoint[] | undefined): ScalarPoints | undefined {
  if (points === undefined) return undefined;
  return {
    length: points.length,
    step: i => points[i]?.step ?? NaN,
    value: i => points[i]?.value ?? NaN,
    indexOf: (step, after = false) => {
      const at = points.findIndex(point => (after ? point.step > step : point.step >= step));
      return at < 0 ? points.length : at;
    },
  };
}
