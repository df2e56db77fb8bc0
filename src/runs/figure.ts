import { isMeasure } from "../experiment/catalog-measures.ts";
import type { Status } from "./status.ts";
import { withoutNoise } from "./without-noise.ts";

/** What is known of a measure of a run now: nobody shows a value without asking of which step it is. */
export type Figure =
  | { readonly kind: "value"; readonly step: number; readonly value: number }
  /** The last evaluation found no value, and why. */
  | { readonly kind: "undefined"; readonly step: number; readonly reason: string }
  /** Of a run of an early release, which kept the last value of each measure without its step. */
  | { readonly kind: "step unknown"; readonly value: number }
  /** Not evaluated yet, or a measure that these data do not have. */
  | { readonly kind: "none" };

/** What the last evaluation says of a measure. */
export function figureOf(
  { lastEvaluation, scalars }: Pick<Status, "lastEvaluation" | "scalars">,
  tag: string,
): Figure {
  if (lastEvaluation === null) {
    const value = isMeasure(tag) ? scalars[tag] : undefined;
    return value === undefined ? { kind: "none" } : { kind: "step unknown", value };
  }
  const { step, values, undefined: reasons } = withoutNoise(lastEvaluation);
  const value = values[tag];
  if (value !== undefined) return { kind: "value", step, value };
  const reason = reasons[tag];
  return reason === undefined ? { kind: "none" } : { kind: "undefined", step, reason };
}
