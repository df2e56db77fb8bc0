/** What tells compared runs apart: in their experiments, and in their measures. */
import type { SeedRow } from "../../src/protocol/compare.ts";
import { lowerBound } from "./search.ts";

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const inWords = (value: unknown): string =>
  typeof value === "string" ? value : value === undefined ? "none" : JSON.stringify(value);

/** Every key path of an experiment with its value in words; a list is one value. */
export function flattened(experiment: Fields): Map<string, string> {
  const found = new Map<string, string>();
  const walk = (fields: Fields, path: string) => {
    for (const [key, value] of Object.entries(fields)) {
      const at = path === "" ? key : `${path}.${key}`;
      if (isFields(value)) walk(value, at);
      else found.set(at, inWords(value));
    }
  };
  walk(experiment, "");
  return found;
}

export interface Difference {
  readonly key: string;
  /** The baseline's value, and the run's own. */
  readonly from: string;
  readonly to: string;
}

/** Keys that tell nothing about how a run trains. */
const unimportant = new Set(["name", "pace"]);

/** In which key paths an experiment differs from the baseline's; what pairing has first, then in the order of the keys. */
export function whatDiffers(baseline: Fields, own: Fields): Difference[] {
  const [before, after] = [flattened(baseline), flattened(own)];
  const keys = new Set([...before.keys(), ...after.keys()]);
  const differing = [...keys]
    .filter(key => !unimportant.has(key) && before.get(key) !== after.get(key))
    .map(key => ({ key, from: before.get(key) ?? "none", to: after.get(key) ?? "none" }));
  const rank = ({ key }: Difference) => (key.startsWith("pairing.") ? 0 : key === "seed" ? 2 : 1);
  return differing.sort((a, b) => rank(a) - rank(b));
}

/** The newest evaluation at or before a step, and the value that it found, null where it found none; null before the first. */
export function evaluatedAt(
  { steps, values }: { readonly steps: Float64Array; readonly values: Float32Array },
  step: number,
): { readonly step: number; readonly value: number | null } | null {
  const at = lowerBound(steps, step + 1) - 1;
  const [evaluated, value] = [steps[at], values[at]];
  if (evaluated === undefined || value === undefined) return null;
  return { step: evaluated, value: Number.isNaN(value) ? null : value };
}

export type Better = "higher" | "lower" | "one" | "none";

export interface ComparedValue {
  readonly value: number | null;
  /** Its own value less the baseline's; null for the baseline itself and where one is missing. */
  readonly difference: number | null;
  readonly verdict: "better" | "worse" | "same";
  readonly best: boolean;
  /** From 0 to 1 between the smallest and the largest value of the row. */
  readonly place: number | null;
  /** Half the 95 % intervals of a mean over seeds, of its difference, and the former on the scale of `place`. */
  readonly halfWidth: number | null;
  readonly differenceHalfWidth: number | null;
  readonly reach: number;
}

/** What seeds say of one measure of a run. */
export type SeedValue = Pick<SeedRow, "mean" | "halfWidth" | "difference">;

/** How good a value is: larger is better; null where no direction is. The distance from one is a ratio. */
function goodness(better: Better, value: number): number | null {
  switch (better) {
    case "higher":
      return value;
    case "lower":
      return -value;
    case "one":
      return value > 0 ? -Math.abs(Math.log(value)) : -Infinity;
    case "none":
      return null;
    default:
      return better satisfies never;
  }
}

/**
 * One measure of several runs, each against run number `baseline`. The best is marked where it is one alone. Where
 * seeds were measured, the mean over them stands for a run, and a difference whose interval holds 0 is neither better
 * nor worse.
 */
export function compareValues(
  better: Better,
  own: readonly (number | null)[],
  baseline: number,
  seeds: readonly (SeedValue | null)[] = [],
): ComparedValue[] {
  const values = own.map((value, i) => seeds[i]?.mean ?? value);
  const known = values.filter(value => value !== null);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const scores = values.map(value => (value === null ? null : goodness(better, value)));
  const top = Math.max(...scores.filter(score => score !== null));
  const winners = scores.filter(score => score === top).length;
  const held = values[baseline] ?? null;
  const heldScore = scores[baseline] ?? null;
  return values.map((value, i) => {
    const score = scores[i] ?? null;
    const comparable = i !== baseline && value !== null && held !== null;
    const told = comparable ? (seeds[i]?.difference ?? null) : null;
    const halfWidth = seeds[i]?.halfWidth ?? null;
    return {
      value,
      difference: told?.mean ?? (comparable ? value - held : null),
      halfWidth,
      differenceHalfWidth: told?.halfWidth ?? null,
      reach: halfWidth !== null && high > low ? halfWidth / (high - low) : 0,
      verdict:
        !comparable ||
        score === null ||
        heldScore === null ||
        score === heldScore ||
        (told !== null && Math.abs(told.mean) <= told.halfWidth)
          ? "same"
          : score > heldScore
            ? "better"
            : "worse",
      best: known.length > 1 && winners === 1 && score !== null && score === top,
      place: value === null ? null : high > low ? (value - low) / (high - low) : 0.5,
    };
  });
}
