import { InputError } from "../experiment/input-error.ts";
import { nearest } from "../experiment/nearest-name.ts";
import type { Point, SweepAxis } from "./sweep-plan.ts";

/** Weights of what a loss is added to, in the order in which one of them is the question. */
const weights = [
  "pairing.weight",
  "penalties.r1.gamma",
  "penalties.r2.gamma",
  "penalties.gradientPenalty.weight",
];

/**
 * The values of what configurations are compared with; its other values are each one's own. Weight 0 where an axis is a
 * weight and has 0, pairing's before the others'; else the first value of the first axis.
 */
export function usualBaseline(axes: readonly SweepAxis[]): Point {
  const key = weights.find(weight => axes.some(axis => axis.key === weight && axis.values.includes(0)));
  if (key !== undefined) return { [key]: 0 };
  const [first] = axes;
  return first === undefined ? {} : { [first.key]: first.values[0] };
}

/** Why a key and value cannot be the baseline's: no axis, or no value of it; null where they can. */
export function baselineProblem(axes: readonly SweepAxis[], key: string, value: unknown): string | null {
  const axis = axes.find(one => one.key === key);
  const keys = axes.map(one => one.key);
  if (axis === undefined)
    return `no axis of the sweep${nearest(key, keys)}; its axes: ${keys.join(", ") || "none"}`;
  const shown = axis.values.map(one => JSON.stringify(one));
  return shown.includes(JSON.stringify(value))
    ? null
    : `found ${JSON.stringify(value)}; expected a value of the axis: ${shown.join(", ")}`;
}

/** A baseline as settings name it. Throws InputError, naming the first that cannot be one. */
export function baselineOf(
  axes: readonly SweepAxis[],
  settings: readonly { readonly key: string; readonly value: unknown; readonly label: string }[],
): Point {
  for (const { key, value, label } of settings) {
    const message = baselineProblem(axes, key, value);
    if (message !== null) throw new InputError([{ file: label, path: key, message }]);
  }
  return Object.fromEntries(settings.map(({ key, value }) => [key, value]));
}
