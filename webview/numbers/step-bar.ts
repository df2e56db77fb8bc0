import { atOrBefore, lowerBound, nearestTo } from "./search.ts";

/** What the step bar moves over: the steps that have samples (ascending), and those that something happened at. */
export interface Steps {
  readonly sampled: readonly number[];
  /** Interventions, checkpoints, the first and the last step; ascending. */
  readonly stops: readonly number[];
}

/** Null follows the newest step; a number stays where it was put, whatever comes. */
export type Pin = number | null;

/** The step that everything shows: the sampled step at or before the pin (the first where none is), or the newest. */
export function shownStep(steps: Steps, pin: Pin): number | null {
  const { sampled } = steps;
  const newest = sampled.at(-1);
  if (newest === undefined) return null;
  if (pin === null) return newest;
  return atOrBefore(sampled, pin) ?? sampled[0] ?? null;
}

/** The pin after someone went to a step: the nearest sampled one; the newest is followed again. */
export function pinAt(steps: Steps, step: number): Pin {
  const nearest = nearestTo(steps.sampled, step);
  return nearest === steps.sampled.at(-1) ? null : nearest;
}

/** The pin one sampled step away. */
export function neighbouring(steps: Steps, shown: number, forward: boolean): Pin {
  const { sampled } = steps;
  const at = lowerBound(sampled, shown);
  return pinAt(steps, sampled[Math.max(0, Math.min(sampled.length - 1, at + (forward ? 1 : -1)))] ?? shown);
}

/** The pin at the next stop, or the previous one; the ends of what is sampled where there is none. */
export function atStop(steps: Steps, shown: number, forward: boolean): Pin {
  const { sampled, stops } = steps;
  const to = forward
    ? stops.find(stop => (nearestTo(sampled, stop) ?? stop) > shown)
    : stops.findLast(stop => (nearestTo(sampled, stop) ?? stop) < shown);
  return pinAt(steps, to ?? (forward ? Infinity : (sampled[0] ?? 0)));
}

/** Sampled steps a second of a playing dashboard at speed 1. */
export const PLAYED_A_SECOND = 5;

/** The pin after `elapsed` milliseconds of playing from `shown`, and whether the newest step is reached. */
export function played(
  steps: Steps,
  from: number,
  elapsed: number,
  speed: number,
): { readonly pin: Pin; readonly ended: boolean } {
  const { sampled } = steps;
  const index = lowerBound(sampled, from) + Math.floor((elapsed / 1000) * PLAYED_A_SECOND * speed);
  const ended = index >= sampled.length - 1;
  return { pin: ended ? null : (sampled[index] ?? null), ended };
}
