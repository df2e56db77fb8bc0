import { measures, trainingScalars, type MeasureTag } from "../../experiment/catalog.ts";
import { FEWEST_SEEDS } from "../../statistics/fewest-seeds.ts";
import { meanInterval, type MeanInterval } from "../../statistics/mean-interval.ts";
import { pairedDifference } from "../../statistics/paired-difference.ts";
import { paretoBest } from "../../statistics/pareto.ts";
import { FALSE_FINDINGS, fewestRuns, relabelledP } from "../../statistics/relabelling.ts";
import type { EvaluationRecord } from "../../runs/evaluations.ts";
import type { ObservedRun } from "../../runs/list.ts";
import { usualBaseline } from "../baseline.ts";
import { goodness } from "../halving.ts";
import { idleAxes } from "../same-training.ts";
import { judged } from "../schema.ts";
import type { Standing } from "../standing.ts";
import { pointKey, pointsOf } from "../sweep.ts";
import type { Point, SweepPlan } from "../sweep-plan.ts";

/** One run as a report sees it. */
export interface ReportRun {
  readonly id: string;
  readonly folder: string;
  readonly point: Point;
  readonly seed: number;
  readonly state: ObservedRun["state"];
  readonly standing: Standing;
  readonly step: number;
  readonly steps: number;
  readonly message: string;
  /** What is known of it, all of one step; null before its first evaluation, and where the step is not on record. */
  readonly figures: EvaluationRecord | null;
}

/** What a report is made of. */
export interface ReportSource extends SweepPlan {
  readonly name: string;
  readonly seeds: readonly number[];
  /** Tags to compare; null: every measure that some run has. */
  readonly measures: readonly string[] | null;
  /** Values of axes that what is compared with has; null: the usual. */
  readonly baseline: Point | null;
  /** Of those that train the same bytes with one seed, one. */
  readonly runs: readonly ReportRun[];
}

/** A difference to the baseline. */
export interface Difference extends MeanInterval {
  /** Its p-value, corrected for all comparisons of the report; null for fewer than three seeds. */
  readonly corrected: number | null;
}

/** A measure of one configuration, over the seeds whose runs are done. */
export interface Cell {
  readonly values: readonly { readonly seed: number; readonly value: number }[];
  /** The seeds that are done and have no value, and why: it counts against the configuration. */
  readonly undefined: readonly { readonly seed: number; readonly reason: string }[];
  /** Over the seeds that have a value. */
  readonly interval: MeanInterval | null;
  /**
   * Null for the baseline itself, where no seed is done in both, and where a seed of either is undefined: the others are
   * a choice that favours it.
   */
  readonly difference: Difference | null;
}

export interface Arm {
  readonly key: string;
  readonly point: Point;
  /** The axes whose value changes nothing here: it stands for the configurations of all their values. */
  readonly idle: readonly string[];
  /** The one it is compared with: the report's baseline, with the other values as here. */
  readonly baseline: string;
  /** In the order of the seeds; those that are there. */
  readonly runs: readonly ReportRun[];
  /** By tag, one for each of the report's. */
  readonly cells: Readonly<Record<string, Cell>>;
  /** Whether no other is at least as good, of those that are defined in as many seeds as any and undefined in none. */
  readonly pareto: boolean;
}

export interface Report extends Omit<ReportSource, "measures" | "runs"> {
  /** The values of what is compared with; empty where nothing is varied. */
  readonly baseline: Point;
  readonly tags: readonly string[];
  readonly arms: readonly Arm[];
  readonly planned: number;
  /** How many comparisons the p-values are corrected for. */
  readonly comparisons: number;
  /** The fewest seeds with which a difference, however large, could be told from chance among so many configurations. */
  readonly fewestSeeds: number;
  /**
   * By tag, the key of the configuration with the best mean, of those that are defined in as many seeds as any and
   * undefined in none; null where none is better or worse, all are equal, or one alone of several has a value.
   */
  readonly best: Readonly<Record<string, string | null>>;
  /** The tags that Pareto-best is judged by. */
  readonly paretoTags: readonly string[];
}

const evaluated = Object.keys(measures);
const usualPareto = ["quality/precision", "quality/recall", "quality/coverage"];

/** The title of a tag, for people. */
export function titleOf(tag: string): string {
  if (Object.hasOwn(measures, tag)) return measures[tag as MeasureTag].title;
  if (Object.hasOwn(trainingScalars, tag)) return trainingScalars[tag as keyof typeof trainingScalars].title;
  return tag;
}

type Figure =
  | { readonly kind: "value"; readonly value: number }
  | { readonly kind: "undefined"; readonly reason: string }
  | { readonly kind: "none" };

function figureOf({ figures }: ReportRun, tag: string): Figure {
  const [value, reason] = [figures?.values[tag], figures?.undefined[tag]];
  if (value !== undefined) return { kind: "value", value };
  return reason === undefined ? { kind: "none" } : { kind: "undefined", reason };
}

/** Whether a run counts: it is done, and what is known of it is of its last step, which all that are compared share. */
export const isCompared = ({ standing, figures, steps }: ReportRun): boolean =>
  standing === "done" && figures?.step === steps;

/** Compares what a sweep has so far. Only runs that are done count: values of different steps are not compared. */
export function makeReport(source: ReportSource): Report {
  const { name, experiment, axes, seeds, measures: wanted, runs } = source;
  const plan = { axes, experiment };
  const baselineValues = source.baseline ?? usualBaseline(axes);
  const tags = wanted ?? evaluated.filter(tag => runs.some(run => figureOf(run, tag).kind !== "none"));
  const byPoint = new Map<string, ReportRun[]>();
  for (const run of runs) {
    const key = pointKey(plan, run.point);
    byPoint.set(key, [...(byPoint.get(key) ?? []), run]);
  }
  const order = new Map(seeds.map((seed, i) => [seed, i]));
  const arms = pointsOf(plan).map(point => {
    const key = pointKey(plan, point);
    const own = (byPoint.get(key) ?? [])
      .filter(({ seed }) => order.has(seed))
      .sort((a, b) => (order.get(a.seed) ?? 0) - (order.get(b.seed) ?? 0));
    const baseline = pointKey(plan, { ...point, ...baselineValues });
    return { key, point, idle: idleAxes(plan, point), baseline, runs: own };
  });
  const runOf = new Map(arms.map(arm => [arm.key, new Map(arm.runs.map(run => [run.seed, run]))]));
  const comparedRun = (arm: string, seed: number): ReportRun | null => {
    const run = runOf.get(arm)?.get(seed);
    return run !== undefined && isCompared(run) ? run : null;
  };
  const figure = (arm: string, seed: number, tag: string): Figure => {
    const run = comparedRun(arm, seed);
    return run === null ? { kind: "none" } : figureOf(run, tag);
  };
  const value = (arm: string, seed: number, tag: string): number | undefined => {
    const found = figure(arm, seed, tag);
    return found.kind === "value" ? found.value : undefined;
  };
  const cellOf = (
    arm: (typeof arms)[number],
    tag: string,
  ): Omit<Cell, "difference"> & { difference: MeanInterval | null } => {
    const own = seeds.map(seed => [seed, figure(arm.key, seed, tag)] as const);
    const others = seeds.map(seed => figure(arm.baseline, seed, tag));
    const values = own.flatMap(([seed, found]) =>
      found.kind === "value" ? [{ seed, value: found.value }] : [],
    );
    const pairs = values.flatMap(({ seed, value: mine }) => {
      const other = value(arm.baseline, seed, tag);
      return other === undefined ? [] : [[mine, other] as const];
    });
    const isWhole = [...own.map(([, found]) => found), ...others].every(({ kind }) => kind !== "undefined");
    return {
      values,
      undefined: own.flatMap(([seed, found]) =>
        found.kind === "undefined" ? [{ seed, reason: found.reason }] : [],
      ),
      interval: meanInterval(values.map(({ value }) => value)),
      difference: arm.baseline === arm.key || !isWhole ? null : pairedDifference(pairs),
    };
  };
  const raw = arms.map(arm => tags.map(tag => cellOf(arm, tag)));
  const configurations = arms.filter(arm => arm.baseline !== arm.key).length;
  const corrected = arms.map(arm => {
    const shared = seeds.filter(seed =>
      [arm.key, arm.baseline].every(key => comparedRun(key, seed) !== null),
    );
    if (arm.baseline === arm.key || shared.length < FEWEST_SEEDS) return [];
    const [own = [], baseline = []] = [arm.key, arm.baseline].map(key =>
      shared.map(seed => tags.map(tag => value(key, seed, tag) ?? NaN)),
    );
    return relabelledP(own, baseline, configurations);
  });
  const isTested = (arm: number, tag: number) =>
    corrected[arm]?.[tag] !== undefined && (raw[arm]?.[tag]?.difference?.count ?? 0) >= FEWEST_SEEDS;
  const most = tags.map((_, j) => Math.max(0, ...raw.map(cells => cells[j]?.values.length ?? 0)));
  /** Null as well over fewer seeds than another's: one lucky seed is not better than the mean of four. */
  const judgedMean = (arm: number, tag: number) => {
    const cell = raw[arm]?.[tag];
    if (cell === undefined || cell.undefined.length > 0 || cell.values.length < (most[tag] ?? 0)) return null;
    return cell.interval?.mean ?? null;
  };
  const paretoTags = paretoTagsOf(tags);
  const pareto = paretoBest(
    arms.map((_, i) =>
      paretoTags.map(tag => {
        const mean = judgedMean(i, tags.indexOf(tag));
        return mean === null ? null : goodness(tag, mean);
      }),
    ),
  );
  return {
    name,
    experiment,
    axes,
    seeds,
    baseline: baselineValues,
    tags,
    planned: arms.length * seeds.length,
    comparisons: arms.flatMap((_, i) => tags.filter((_tag, j) => isTested(i, j))).length,
    fewestSeeds: fewestRuns(configurations),
    paretoTags,
    arms: arms.map((arm, i) => ({
      ...arm,
      pareto: pareto[i] ?? false,
      cells: Object.fromEntries(
        tags.map((tag, j): [string, Cell] => {
          const cell = raw[i]?.[j] ?? { values: [], undefined: [], interval: null, difference: null };
          const withCorrection = cell.difference && {
            ...cell.difference,
            corrected: isTested(i, j) ? (corrected[i]?.[j] ?? null) : null,
          };
          return [tag, { ...cell, difference: withCorrection }];
        }),
      ),
    })),
    best: Object.fromEntries(
      tags.map((tag, j) => {
        if (!judged.includes(tag)) return [tag, null];
        const means = arms.map((_, i) => judgedMean(i, j));
        const scores = means.map(mean => (mean === null ? -Infinity : goodness(tag, mean)));
        const top = Math.max(...scores);
        const known = scores.filter(score => score !== -Infinity);
        // The first that is done is not the best of those that are not.
        const looked = arms.filter((_, i) => raw[i]?.[j] && isLookedAt(raw[i][j])).length;
        const isFirst = looked === 1 && arms.length > 1;
        if (isFirst || (known.length > 1 && known.every(score => score === top))) return [tag, null];
        return [tag, top === -Infinity ? null : (arms[scores.indexOf(top)]?.key ?? null)];
      }),
    ),
  };
}

/** Whether some seed is done, be it without a value. */
const isLookedAt = ({ values, undefined: without }: Pick<Cell, "values" | "undefined">): boolean =>
  values.length + without.length > 0;

/** Precision, recall and coverage where two of them are reported, else every measure that has a better side. */
function paretoTagsOf(tags: readonly string[]): readonly string[] {
  const usual = usualPareto.filter(tag => tags.includes(tag));
  return usual.length > 1 ? usual : tags.filter(tag => judged.includes(tag));
}

/** Whether a difference is more than chance explains, at 5 % over all comparisons of the report. */
export const isSignificant = ({ corrected }: Difference): boolean =>
  corrected !== null && corrected <= FALSE_FINDINGS;
