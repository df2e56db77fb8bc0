import { knobs, measures, trainingScalars, type NumberSpec } from "../experiment/catalog.ts";
import type { MeasureFacts } from "../protocol/compare.ts";
import type { CurveFacts } from "../protocol/dashboard-state.ts";
import type { CurveModel } from "./feed.ts";
import type { Series } from "./series.ts";

interface Meaning {
  readonly title: string;
  readonly description: string;
  readonly unit: string;
  readonly better: CurveFacts["better"];
}

const KNOB = "knob/";

const described: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ...Object.entries(trainingScalars).map(([tag, scalar]) => [tag, { ...scalar, better: "none" }] as const),
  ...Object.entries(measures).map(
    ([tag, { title, description, unit, better }]) => [tag, { title, description, unit, better }] as const,
  ),
  ...Object.entries<NumberSpec>(knobs).map(
    ([key, { title, description, unit = "" }]) =>
      [`${KNOB}${key}`, { title, description, unit, better: "none" }] as const,
  ),
]);

/** What a tag means; a tag that is not known stands for itself. */
export function meaningOf(tag: string): Meaning {
  return described.get(tag) ?? { title: tag, description: "", unit: "", better: "none" };
}

/** Every measure that an evaluation may have. */
export const measureFacts: readonly MeasureFacts[] = Object.keys(measures).map(tag => ({
  tag,
  ...meaningOf(tag),
}));

/** A curve that has at least one point. */
export function curveFacts(tag: string, series: Series, unitOf: CurveModel["unitOf"]): CurveFacts {
  const meaning = meaningOf(tag);
  const unit = unitOf(tag) ?? meaning.unit;
  return { tag, ...meaning, unit, count: series.length, lastStep: series.step(series.length - 1) };
}
