import { atOrBefore } from "../numbers/search.ts";

/** The newest of some things, ascending by step, at or before a step; the first where none is, null of none. */
export function newestAt<T extends { readonly step: number }>(
  all: readonly T[],
  step: number | null,
): T | null {
  const steps = all.map(one => one.step);
  const found = step === null ? steps.at(-1) : (atOrBefore(steps, step) ?? steps[0]);
  return all.find(one => one.step === found) ?? null;
}
