import { measures, type MeasureTag } from "../experiment/catalog.ts";
import type {
  ReportArm,
  ReportAxis,
  ReportCell,
  ReportHead,
  ReportMeasure,
  ReportState,
} from "../protocol/report.ts";
import { axisScale } from "../sweeps/report/axis-scale.ts";
import { usualBest } from "../sweeps/report/best-by.ts";
import { allNextValues, nextLines, valuesText } from "../sweeps/report/edge.ts";
import { isSignificant, titleOf, type Arm, type Cell, type Report } from "../sweeps/report/report.ts";
import { questionOf, seriesOf } from "../sweeps/report/series.ts";
import { valueRange } from "../sweeps/report/value-range.ts";
import { findings, meansText, progressText, starText, undefinedText } from "../sweeps/report/words.ts";
import type { SweepAxis } from "../sweeps/sweep-plan.ts";

/** What is known of a sweep beside its runs. */
export interface SweepFacts {
  readonly folder: string;
  readonly experiment: string;
  readonly sweeping: boolean;
  readonly failure: string | null;
  readonly trusted: boolean;
}

/** A report as its page shows it. */
export function reportState(report: Report, facts: SweepFacts): ReportState {
  const { axes, seeds, tags, name, arms } = report;
  const series = seriesOf(report);
  const seriesOfArm = new Map<string, readonly number[]>();
  for (const [i, { arms: own }] of series.entries())
    for (const key of new Set(own.map(arm => arm.key)))
      seriesOfArm.set(key, [...(seriesOfArm.get(key) ?? []), i]);
  const question = questionOf(report);
  return {
    plan: {
      folder: facts.folder,
      name,
      experiment: facts.experiment,
      axes: axes.map(reportAxis),
      seeds,
      series: series.map(({ label }) => label),
      question: question === null ? null : axes.indexOf(question),
      baseline: axes.map(axis =>
        axis.key in report.baseline ? placeOf(axis, report.baseline[axis.key]) : null,
      ),
    },
    head: headOf(report, facts),
    arms: arms.map(arm => reportArm(arm, { axes, seeds, tags, series: seriesOfArm.get(arm.key) ?? [] })),
  };
}

function reportAxis({ key, values }: SweepAxis): ReportAxis {
  const { kind, places, labels, gap } = axisScale(values);
  return { key, kind, places, labels, gap };
}

function headOf(report: Report, { sweeping, failure, trusted }: SweepFacts): ReportHead {
  const standings = report.arms.flatMap(({ runs }) => runs.map(({ standing }) => standing));
  const count = (wanted: string) => standings.filter(one => one === wanted).length;
  return {
    progress: progressText(report),
    findings: findings(report),
    planned: report.planned,
    done: count("done"),
    training: count("live"),
    failed: count("failed"),
    sweeping,
    failure,
    trusted,
    measures: report.tags.map(tag => reportMeasure(report, tag)),
    by: usualBest(report),
    means: meansText(report),
    star: starText(report),
  };
}

function reportMeasure(report: Report, tag: string): ReportMeasure {
  const [low, high] = valueRange(report, tag);
  const known = Object.hasOwn(measures, tag) ? measures[tag as MeasureTag] : null;
  return {
    tag,
    title: titleOf(tag),
    description: known?.description ?? "",
    better: known?.better ?? "none",
    low,
    high,
    best: report.best[tag] ?? null,
    pareto: report.paretoTags.includes(tag),
    next: allNextValues(report, tag).map(next => ({
      axis: report.axes.indexOf(next.axis),
      lines: nextLines(report, next),
      values: valuesText(next.values),
    })),
  };
}

interface Surroundings {
  readonly axes: readonly SweepAxis[];
  readonly seeds: readonly number[];
  readonly tags: readonly string[];
  readonly series: readonly number[];
}

/** The index of a value on its axis. */
const placeOf = ({ values }: SweepAxis, value: unknown): number =>
  values.findIndex(one => JSON.stringify(one ?? null) === JSON.stringify(value ?? null));

function reportArm(arm: Arm, { axes, seeds, tags, series }: Surroundings): ReportArm {
  const { key, point, idle, baseline, pareto, runs, cells } = arm;
  return {
    key,
    point: axes.map(axis => (idle.includes(axis.key) ? null : placeOf(axis, point[axis.key]))),
    baseline,
    series,
    pareto,
    runs: runs.map(({ folder, id, seed, state, standing, step, steps, message }) => ({
      folder,
      id,
      seed,
      state,
      standing,
      step,
      steps,
      message,
    })),
    cells: tags.map(tag => reportCell(cells[tag], seeds)),
  };
}

function reportCell(cell: Cell | undefined, seeds: readonly number[]): ReportCell {
  const { values = [], undefined: without = [], interval = null, difference = null } = cell ?? {};
  const [first] = without;
  const bySeed = new Map(values.map(({ seed, value }) => [seed, value]));
  return {
    mean: interval?.mean ?? null,
    halfWidth: interval?.halfWidth ?? null,
    values: seeds.map(seed => bySeed.get(seed) ?? null),
    undefined:
      first === undefined
        ? null
        : { words: undefinedText({ values, undefined: without }), reason: first.reason },
    difference:
      difference === null
        ? null
        : {
            mean: difference.mean,
            halfWidth: difference.halfWidth,
            pairs: difference.count,
            p: difference.corrected,
            significant: isSignificant(difference),
          },
  };
}
