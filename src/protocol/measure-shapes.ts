import type { MeasureCurve, MeasureFacts } from "./compare.ts";
import { choice, doubles, fields, floats, list, text, where, type Shape } from "./shapes.ts";

const MOST_POINTS = 2 ** 20;
const MOST_MEASURES = 100;

/** A curve of a measure, a value for each step. */
export const measureCurve: Shape<MeasureCurve> = where(
  fields({ tag: text(300), steps: doubles(MOST_POINTS), values: floats(MOST_POINTS) }),
  ({ steps, values }) => steps.length === values.length,
  "a value for each step",
);

export const measureCurves: Shape<readonly MeasureCurve[]> = list(measureCurve, MOST_MEASURES);

export const measureFacts: Shape<readonly MeasureFacts[]> = list(
  fields({
    tag: text(300),
    title: text(1000),
    description: text(20_000),
    unit: text(1000),
    better: choice(["higher", "lower", "one", "none"]),
  }),
  MOST_MEASURES,
);
