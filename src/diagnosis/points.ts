/** The points of one scalar, steps ascending, however they are kept. */
export interface Points {
  readonly length: number;
  step(index: number): number;
  /** NaN at a step at which there was no value. */
  value(index: number): number;
  /** The number of the first point whose step is at least this one (`after`: above it). */
  indexOf(step: number, after?: boolean): number;
}

/** Points that are kept as a list. */
export function pointsOf(
  points: readonly { readonly step: number; readonly value: number }[] | undefined,
): Points | undefined {
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
