import { knobs } from "./catalog-knobs.ts";
import type { KnobKey } from "./catalog-knobs.ts";
import { nearest } from "./nearest-name.ts";
import { inRange, rangeInWords } from "./number-spec.ts";
import type { Experiment } from "./schema.ts";

export type { KnobKey } from "./catalog-knobs.ts";
export type KnobValues = Readonly<Record<string, number>>;

const allKeys = Object.keys(knobs) as KnobKey[];

/** The object that holds a key path's last key, and that key; null where the experiment has no such place. */
function place(
  experiment: Experiment,
  key: string,
): { holder: Record<string, unknown>; last: string } | null {
  const keys = key.split(".");
  const last = keys.pop() ?? "";
  let holder: unknown = experiment;
  for (const step of keys) {
    if (typeof holder !== "object" || holder === null || !Object.hasOwn(holder, step)) return null;
    holder = (holder as Record<string, unknown>)[step];
  }
  if (typeof holder !== "object" || holder === null || !Object.hasOwn(holder, last)) return null;
  return { holder: holder as Record<string, unknown>, last };
}

/** The knobs of this experiment, in the catalog's order. */
export function knobKeys(experiment: Experiment): readonly KnobKey[] {
  return allKeys.filter(key => place(experiment, key) !== null);
}

/** The knobs' values at step 0, by key path. */
export function initialKnobs(experiment: Experiment): KnobValues {
  const values: Record<string, number> = {};
  for (const key of knobKeys(experiment)) {
    const at = place(experiment, key);
    const value = at?.holder[at.last];
    if (typeof value === "number") values[key] = value;
  }
  return values;
}

/** The same experiment with other knob values at step 0; keys that it does not have are left out. */
export function withKnobs(experiment: Experiment, values: KnobValues): Experiment {
  const copy = structuredClone(experiment);
  for (const [key, value] of Object.entries(values)) {
    const at = place(copy, key);
    if (at !== null) at.holder[at.last] = value;
  }
  return copy;
}

/** Why a key is no knob of this experiment, with the nearest one; null where it is one. */
export function checkKnobKey(experiment: Experiment, key: string): string | null {
  const keys: readonly string[] = knobKeys(experiment);
  if (keys.includes(key)) return null;
  if ((allKeys as readonly string[]).includes(key)) {
    return `${key} is not a key of pairing kind "${experiment.pairing.kind}"; knobs: ${keys.join(", ")}`;
  }
  if (place(experiment, key) !== null) {
    return `${key} cannot change while a run trains; knobs: ${keys.join(", ")}`;
  }
  return `${JSON.stringify(key.slice(0, 80))} is not a knob; knobs: ${keys.join(", ")}${nearest(key, knobsMeant(experiment, key))}`;
}

/** The knobs of which one may be meant by a name; none for another key, which is no misspelling. */
export function knobsMeant(experiment: Experiment, key: string): readonly string[] {
  const isKey = (allKeys as readonly string[]).includes(key) || place(experiment, key) !== null;
  return isKey ? [] : knobKeys(experiment);
}

function inWords(value: unknown): string {
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return JSON.stringify(value.slice(0, 60));
  if (Array.isArray(value)) return "a list";
  if (value === null || typeof value === "boolean") return String(value);
  return value === undefined ? "nothing" : "an object";
}

/** Why a knob may not have this value (unknown key with the nearest one, or out of range); null where it may. */
export function checkKnob(experiment: Experiment, key: string, value: unknown): string | null {
  const reason = checkKnobKey(experiment, key);
  if (reason !== null) return reason;
  const spec = knobs[key as KnobKey]; // checkKnobKey has found it among the keys
  if (inRange(spec, value)) return null;
  return `found ${inWords(value)}; expected ${rangeInWords(spec)}`;
}
