/** What tells compared runs apart: in their experiments, and in their measures. */
import type { RecordedChange, SeedRow } from "../../src/protocol/compare.ts";
import { byImportance } from "../../src/protocol/key-order.ts";
import { flattened, unimportantKeys } from "../../src/protocol/run-names.ts";
import { lowerBound } from "./search.ts";

type Fields = Readonly<Record<string, unknown>>;

export interface Difference {
  readonly key: string;
  /** The baseline's value, and the run's own. */
  readonly from: string;
  readonly to: string;
}

/** In which key paths an experiment differs from the baseline's; what matters first. */
export function whatDiffers(baseline: Fields, own: Fields): Difference[] {
  const [before, after] = [flattened(baseline), flattened(own)];
  const keys = new Set([...before.keys(), ...after.keys()]);
  return [...keys]
    .filter(key => !unimportantKeys.has(key) && before.get(key) !== after.get(key))
    .map(key => ({ key, from: before.get(key) ?? "none", to: after.get(key) ?? "none" }))
    .sort(byImportance);
}

/** What was turned in a run that was not turned so in another. */
export const turnedOtherwise = (
  own: readonly RecordedChange[],
  other: readonly RecordedChange[],
): readonly RecordedChange[] =>
  own.filter(
    change =>
      !other.some(({ key, step, to }) => key === change.key && step === change.step && to === change.to),
  );

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

/** A dot with its interval on the row's axis, places from 0 to 1. */
export interface Track {
  readonly at: number;
  readonly from: number;
  readonly to: number;
  /** Whether the interval goes on beyond an end. */
  readonly cutLow: boolean;
  readonly cutHigh: boolean;
  /** The baseline: no difference, or its value. */
  readonly line: number | null;
}

export interface ComparedValue {
  readonly value: number | null;
  /** Its own value less the baseline's; null for the baseline itself and where one is missing. */
  readonly difference: number | null;
  /** "same" too where nothing tells a difference from chance. */
  readonly verdict: "better" | "worse" | "same";
  readonly best: boolean;
  /** Half the 95 % intervals of a mean over seeds, and of its difference. */
  readonly halfWidth: number | null;
  readonly differenceHalfWidth: number | null;
  /** Of the difference where seeds give some an interval, else of the value; null where there is none. */
  readonly track: Track | null;
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

/** An interval that is so many times as long as the largest difference is cut, so that differences can be seen. */
const LONGEST_REACH = 4;

/** Differences around 0 in the middle: as far as the longest interval reaches, within reason. */
function differenceTracks(
  values: readonly Pick<ComparedValue, "difference" | "differenceHalfWidth">[],
): (Track | null)[] {
  const known = values.flatMap(({ difference, differenceHalfWidth }) =>
    difference === null ? [] : [{ size: Math.abs(difference), half: differenceHalfWidth ?? 0 }],
  );
  const widest = Math.max(...known.map(({ size, half }) => size + half));
  const largest = Math.max(...known.map(({ size }) => size));
  const reach = largest > 0 ? Math.min(widest, LONGEST_REACH * largest) : widest;
  const place = (difference: number) => (reach > 0 ? 0.5 + difference / (2 * reach) : 0.5);
  const cut = (at: number) => Math.min(1, Math.max(0, at));
  return values.map(({ difference, differenceHalfWidth }) => {
    if (difference === null) return null;
    const [from, to] = [-1, 1].map(side => place(difference + side * (differenceHalfWidth ?? 0)));
    if (from === undefined || to === undefined) return null;
    return {
      at: cut(place(difference)),
      from: cut(from),
      to: cut(to),
      cutLow: from < 0,
      cutHigh: to > 1,
      line: 0.5,
    };
  });
}

/** Values on an axis from 0: to 1 for shares, else to the largest; never from the least to the largest, which makes much of little. */
function valueTracks(
  values: readonly (number | null)[],
  isShare: boolean,
  held: number | null,
): (Track | null)[] {
  const known = values.filter(value => value !== null);
  const low = Math.min(0, ...known);
  const high = isShare ? Math.max(1, ...known) : Math.max(0, ...known);
  const place = (value: number) => (high > low ? (value - low) / (high - low) : 0.5);
  return values.map(value => {
    if (value === null) return null;
    const at = place(value);
    return { at, from: at, to: at, cutLow: false, cutHigh: false, line: held === null ? null : place(held) };
  });
}

/**
 * One measure of several runs, each against run number `baseline`. Where seeds were measured, the mean over them stands for
 * a run. Better, worse and best are said only where seeds tell a difference from chance: its interval leaves out 0.
 */
export function compareValues(
  better: Better,
  own: readonly (number | null)[],
  baseline: number,
  seeds: readonly (SeedValue | null)[] = [],
  isShare = false,
): ComparedValue[] {
  const values = own.map((value, i) => seeds[i]?.mean ?? value);
  const scores = values.map(value => (value === null ? null : goodness(better, value)));
  const top = Math.max(...scores.filter(score => score !== null));
  const winners = scores.filter(score => score === top).length;
  const held = values[baseline] ?? null;
  const heldScore = scores[baseline] ?? null;
  const told = values.map((value, i) =>
    i !== baseline && value !== null && held !== null ? (seeds[i]?.difference ?? null) : null,
  );
  const isTold = told.some(difference => difference !== null);
  const compared = values.map((value, i) => {
    const score = scores[i] ?? null;
    const difference = told[i] ?? null;
    const isApart = difference !== null && Math.abs(difference.mean) > difference.halfWidth;
    const isLevel = !isApart || score === null || heldScore === null || score === heldScore;
    const plain = i !== baseline && value !== null && held !== null ? value - held : null;
    return {
      value,
      difference: difference?.mean ?? plain,
      halfWidth: seeds[i]?.halfWidth ?? null,
      differenceHalfWidth: difference?.halfWidth ?? null,
      verdict: isLevel ? ("same" as const) : score > heldScore ? ("better" as const) : ("worse" as const),
      isTop: winners === 1 && score !== null && score === top,
    };
  });
  const tracks = isTold ? differenceTracks(compared) : valueTracks(values, isShare, held);
  const isBeaten = compared.some(({ verdict }) => verdict === "worse");
  return compared.map(({ isTop, ...one }, i) => ({
    ...one,
    best: isTop && (i === baseline ? isBeaten : one.verdict === "better"),
    track: tracks[i] ?? null,
  }));
}
