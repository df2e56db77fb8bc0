import { duration } from "./numbers.ts";
import type { Style } from "./style.ts";

export interface SweepProgress {
  readonly planned: number;
  readonly done: number;
  readonly training: number;
  readonly failed: number;
  /** How much of each run that has begun is done, from 0 to 1. */
  readonly share: readonly number[];
}

/** Before this share of the whole nothing sensible can be said of the time that is left. */
const ENOUGH = 0.02;

/** "12 of 64 runs done, 2 training, 1 failed, about 3 min 20 s left"; `seconds` since the sweep was started. */
export function sweepLine(progress: SweepProgress, seconds: number, style: Style): string {
  const { planned, done, training, failed, share } = progress;
  const whole = share.reduce((sum, part) => sum + part, 0) / Math.max(1, planned);
  const left = whole > ENOUGH && whole < 1 ? [`about ${duration((seconds * (1 - whole)) / whole)} left`] : [];
  return [
    `${style.bold(String(done))} of ${planned} runs done`,
    ...(training > 0 ? [`${training} training`] : []),
    ...(failed > 0 ? [style.red(`${failed} failed`)] : []),
    ...left,
  ].join(", ");
}
