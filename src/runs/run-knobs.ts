import { checkKnob, knobKeys } from "../experiment/knobs.ts";
import type { ObservedRun } from "./list.ts";

type Steered = Pick<ObservedRun, "info" | "status">;

/** The knobs of a run: those of its experiment, or those that another trainer declares. */
export const runKnobKeys = ({ info, status }: Steered): readonly string[] =>
  info.trainer === undefined ? knobKeys(info.experiment) : Object.keys(status.knobs ?? {});

/** Why a knob of a run may not have a value; null where it may. */
export function checkRunKnob({ info, status }: Steered, key: string, value: number): string | null {
  if (info.trainer === undefined) return checkKnob(info.experiment, key, value);
  const known = Object.entries(status.knobs ?? {}).find(([name]) => name === key)?.[1];
  if (known === undefined)
    return `${JSON.stringify(key.slice(0, 80))} is not a knob; knobs: ${Object.keys(status.knobs ?? {}).join(", ") || "none yet"}`;
  const { minimum, maximum } = known;
  return value >= minimum && value <= maximum
    ? null
    : `found ${value}; expected a number from ${minimum} to ${maximum}`;
}
