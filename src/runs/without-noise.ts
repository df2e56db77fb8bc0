import { asksForModes, isNoise, NOISE_REASON, PRECISION_TAG } from "../measures/noise.ts";
import type { EvaluationRecord } from "./evaluations.ts";

/**
 * An evaluation for whoever shows or compares it: where its samples are noise, what asks for their modes is undefined. The
 * record itself keeps what was computed.
 */
export function withoutNoise<T extends Pick<EvaluationRecord, "values" | "undefined">>(evaluation: T): T {
  const { values, undefined: reasons } = evaluation;
  const muted = isNoise(values[PRECISION_TAG]) ? Object.keys(values).filter(asksForModes) : [];
  if (muted.length === 0) return evaluation;
  return {
    ...evaluation,
    values: Object.fromEntries(Object.entries(values).filter(([tag]) => !muted.includes(tag))),
    undefined: { ...reasons, ...Object.fromEntries(muted.map(tag => [tag, NOISE_REASON])) },
  };
}
