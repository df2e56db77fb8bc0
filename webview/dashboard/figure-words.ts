import { formatStep } from "../numbers/format.ts";
import type { CurveGap } from "../numbers/growing-curve.ts";

/** Since which step the pairing weight is 0, so that nothing of pairing is computed; null where it is not, or not known. */
export interface WeightOff {
  /** The change to 0 was made at this step; a planned one may have begun here and arrived later. */
  readonly changed: number;
  /** Means are recorded every so many steps. */
  readonly interval: number;
}

/** "last 2.31 at 1,200, weight 0 since 1,201" */
export function lastWords(
  { last }: CurveGap,
  format: (value: number) => string,
  off: WeightOff | null,
): string {
  const words = `last ${format(last.value)} at ${formatStep(last.step)}`;
  if (off === null) return words;
  // What was recorded long after a change to 0 began tells of a ramp that had not arrived.
  const isRamp = off.changed <= last.step - off.interval;
  return `${words}, weight 0 since ${formatStep((isRamp ? last.step : off.changed) + 1)}`;
}
