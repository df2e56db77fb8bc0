import type { Experiment } from "../experiment/schema.ts";

export interface CallLimits {
  /** The last finished step. */
  readonly step: number;
  /** The run's last step. */
  readonly steps: number;
  readonly record: Omit<Experiment["record"], "best">;
  /** The most steps of one call. */
  readonly stepsPerCall: number;
  /** Further steps whose state is wanted, ascending. */
  readonly wanted: readonly number[];
  /** Whether the next step and this later one are computed by the same variant. */
  readonly sameVariant: (step: number) => boolean;
}

/** The first multiple of `interval` after `step`. */
export const nextMultiple = (step: number, interval: number): number =>
  (Math.floor(step / interval) + 1) * interval;

/**
 * The last step of the next call: as many steps as fit until the state itself is wanted (samples, evaluation,
 * checkpoint, end) or another variant of the step takes over. Scalars come back step by step, so recording them
 * cuts nothing.
 */
export function callEnd({ step, steps, record, stepsPerCall, wanted, sameVariant }: CallLimits): number {
  const limit = Math.min(
    step + stepsPerCall,
    steps,
    nextMultiple(step, record.samples),
    nextMultiple(step, record.evaluation),
    nextMultiple(step, record.checkpoint),
    wanted.find(s => s > step) ?? Infinity,
  );
  let end = step + 1;
  while (end < limit && sameVariant(end + 1)) end++;
  return end;
}
