import { nameOfFile } from "../experiment/defaults.ts";
import { goodness } from "./halving.ts";
import { rangeValues } from "./axis-values.ts";
import { isCompared, type Arm, type Report } from "./report/report.ts";
import type { Halving } from "./schema.ts";

/** What is tuned. */
export const TUNED = "pairing.weight";

/** The name of the search of an experiment's file, and of its sweep. */
export const tuningName = (file: string): string => `${nameOfFile(file)}-tune`;

/** Of which most regimes of the science's own tables lie inside. */
export const usualRange = { from: 0.001, to: 0.1 } as const;

const FIRST_WEIGHTS = 5;
const FEWEST_FIRST = 3;
/** Weights nearer to each other than this ratio are not told apart by a few seeds. */
const NEAREST_RATIO = 1.15;
const WIDEST = { from: 1e-6, to: 10 } as const;

/** A search for a weight: successive halving over a coarse grid, then refined around the best. */
export interface Tuning {
  /** Of one run. */
  readonly steps: number;
  readonly seeds: number;
  /** Steps of all runs together. */
  readonly budget: number;
  readonly measure: string;
  readonly from: number;
  readonly to: number;
  /** Whether the search may leave the range where the best lies at its edge. */
  readonly open: boolean;
}

/** Weights to train, those that are there already among them. */
export interface Round {
  readonly weights: readonly number[];
  readonly halving: Halving | null;
}

/** A weight that was trained: its score at the last step, the larger the better; null where it was stopped early or is undefined. */
export interface Tried {
  readonly weight: number;
  readonly score: number | null;
}

/** A budget that a first round, weight 0 and two refinements of two weights fit into. */
export const usualBudget = (steps: number, seeds: number): number => (FIRST_WEIGHTS + 3) * steps * seeds;

/** The least budget that a search makes sense with: three weights, and weight 0. */
export const leastBudget = (steps: number, seeds: number): number => (FEWEST_FIRST + 1) * steps * seeds;

/** The steps at which half of the weights stop: a quarter and half of the run, where it has so many. */
const rungsOf = (steps: number): number[] =>
  [Math.round(steps / 4), Math.round(steps / 2)].filter((at, i, all) => at >= 1 && at > (all[i - 1] ?? 0));

/**
 * A coarse grid with halving; as many weights as the budget bears beside weight 0, should none of them stop early (where the
 * measure is undefined for all, halving cannot decide). Null below `leastBudget`.
 */
export function firstRound({ steps, seeds, budget, measure, from, to }: Tuning): Round | null {
  const count = Math.min(FIRST_WEIGHTS, Math.floor(budget / (steps * seeds)) - 1);
  if (count < FEWEST_FIRST) return null;
  const weights = rangeValues({ from, to, count, scale: "log" });
  const at = rungsOf(steps);
  return { weights, halving: at.length === 0 ? null : { measure, keep: 0.5, at } };
}

/** What to train after that: weight 0, to compare with, and what lies between the best and its neighbours. Null at the end. */
export function nextRound(tuning: Tuning, tried: readonly Tried[], spent: number): Round | null {
  const room = Math.floor((tuning.budget - spent) / (tuning.steps * tuning.seeds));
  const known = tried.map(({ weight }) => weight);
  const wanted = [...(known.includes(0) ? [] : [0]), ...refined(tuning, tried)].slice(0, Math.max(0, room));
  if (wanted.length === 0) return null;
  return { weights: [...known, ...wanted].sort((a, b) => a - b), halving: null };
}

/** Weights between the best above 0 and those beside it, towards the better one first; beyond it at the edge of an open range. */
function refined({ open }: Tuning, tried: readonly Tried[]): number[] {
  const weights = tried.filter(({ weight }) => weight > 0).sort((a, b) => a.weight - b.weight);
  const best = weights.reduce<number>((at, { score }, i) => {
    return score !== null && score > (weights[at]?.score ?? -Infinity) ? i : at;
  }, 0);
  const own = weights[best];
  if (own === undefined || own.score === null) return [];
  const ratio = Math.max(
    2,
    ...weights.slice(1).map(({ weight }, i) => weight / (weights[i]?.weight ?? weight)),
  );
  const side = (neighbour: Tried | undefined, beyond: number) => {
    if (neighbour !== undefined)
      return { weight: Math.sqrt(own.weight * neighbour.weight), score: neighbour.score };
    return open && beyond >= WIDEST.from && beyond <= WIDEST.to ? { weight: beyond, score: null } : null;
  };
  return [side(weights[best - 1], own.weight / ratio), side(weights[best + 1], own.weight * ratio)]
    .filter(found => found !== null)
    .sort((a, b) => (b.score ?? -Infinity) - (a.score ?? -Infinity))
    .map(({ weight }) => Number(weight.toPrecision(2)))
    .filter(weight => weights.every(other => isApart(weight, other.weight)));
}

const isApart = (a: number, b: number) => Math.max(a / b, b / a) >= NEAREST_RATIO;

/** What a report of the search knows of each weight. */
export function triedIn(report: Report, measure: string): Tried[] {
  return report.arms.map(arm => ({ weight: Number(arm.point[TUNED]), score: scoreOf(arm, report, measure) }));
}

/** Null unless every seed came to the end and has a value. */
function scoreOf(arm: Arm, { seeds }: Report, measure: string): number | null {
  const cell = arm.cells[measure];
  const mean = cell?.interval?.mean;
  if (mean === undefined || cell?.values.length !== seeds.length) return null;
  return goodness(measure, mean);
}

/** The arm with the best score; null where no weight came to its end in every seed. */
export function bestOf(report: Report, measure: string): Arm | null {
  return report.arms.reduce<Arm | null>((best, arm) => {
    const [score, before] = [scoreOf(arm, report, measure), best && scoreOf(best, report, measure)];
    return score !== null && (before === null || score > before) ? arm : best;
  }, null);
}

/** Steps of all runs, and those of runs that were stopped early or failed. */
export function costOf({ arms }: Report): { readonly steps: number; readonly unfinished: number } {
  const runs = arms.flatMap(arm => arm.runs);
  const sum = (counted: typeof runs) => counted.reduce((total, { step }) => total + step, 0);
  return { steps: sum(runs), unfinished: sum(runs.filter(run => !isCompared(run))) };
}
