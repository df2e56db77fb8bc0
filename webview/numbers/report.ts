import type {
  ReportArm,
  ReportAxis,
  ReportCell,
  ReportPlan,
  ReportState,
} from "../../src/protocol/report.ts";
import { formatValue, MISSING } from "./format.ts";

/** What a table is sorted by. */
export type SortKey =
  | { readonly kind: "pareto" | "seeds" }
  | { readonly kind: "axis"; readonly index: number }
  | { readonly kind: "measure"; readonly tag: string };

/** A kept part of an axis of the parallel coordinates, from 0 to 1. */
export type Range = readonly [low: number, high: number];

/** An axis of the parallel coordinates: one of the sweep's or a measure. Better is up, where one side is better. */
export interface Coordinate {
  /** Names it in what is kept. */
  readonly id: string;
  readonly title: string;
  /** Where a configuration stands, from 0 to 1; null where it has no value. */
  readonly at: (arm: ReportArm) => number | null;
  readonly text: (arm: ReportArm) => string;
  /** What stands where on the axis. */
  readonly ticks: readonly { readonly at: number; readonly text: string }[];
}

const clamp = (value: number) => Math.min(1, Math.max(0, value));

/** The end of a key path, as much as tells it from the others: "weight", "r1.gamma". */
export function shortKey(key: string, keys: readonly string[]): string {
  const parts = key.split(".");
  for (let length = 1; length < parts.length; length++) {
    const end = parts.slice(-length).join(".");
    if (keys.every(other => other === key || !`.${other}`.endsWith(`.${end}`))) return end;
  }
  return key;
}

/** A configuration's value of an axis; "any" where it changes nothing. */
export const valueLabel = (
  { labels }: Pick<ReportAxis, "labels">,
  place: number | null | undefined,
): string => (place === null ? "any" : (labels[place ?? -1] ?? MISSING));

/** "pairing.weight 0.02, r1.gamma 0.1"; "the experiment" where nothing is varied. */
export function armText({ axes }: Pick<ReportPlan, "axes">, arm: Pick<ReportArm, "point">): string {
  const keys = axes.map(({ key }) => key);
  const parts = axes.map((axis, i) => `${shortKey(axis.key, keys)} ${valueLabel(axis, arm.point[i])}`);
  return parts.length === 0 ? "the experiment" : parts.join(", ");
}

/** "weight 0, r1.gamma 0.1": the values of what is compared with. */
export function baselineText({ axes, baseline }: Pick<ReportPlan, "axes" | "baseline">): string {
  const keys = axes.map(({ key }) => key);
  return axes
    .flatMap((axis, i) => {
      const place = baseline[i] ?? null;
      return place === null ? [] : [`${shortKey(axis.key, keys)} ${valueLabel(axis, place)}`];
    })
    .join(", ");
}

/** What a configuration may be placed by: its mean; null where there is none, and where it is undefined in some seed. */
export const fairMean = (cell: ReportCell | undefined): number | null =>
  cell?.undefined === null ? cell.mean : null;

/** How many seeds of a configuration are done. */
export const doneSeeds = ({ runs }: ReportArm): number =>
  runs.filter(({ standing }) => standing === "done").length;

/** Decimals for a column of means: two or so significant digits of the largest. */
export function digitsOf({ arms }: Pick<ReportState, "arms">, index: number): number {
  const largest = Math.max(0, ...arms.map(({ cells }) => Math.abs(cells[index]?.mean ?? 0)));
  if (largest >= 100) return 0;
  if (largest >= 10) return 1;
  return largest >= 0.1 || largest === 0 ? 2 : largest >= 0.01 ? 3 : 4;
}

function sortValue(state: ReportState, arm: ReportArm, key: SortKey, differences: boolean): number | null {
  switch (key.kind) {
    case "pareto":
      return arm.pareto ? 1 : 0;
    case "seeds":
      return doneSeeds(arm);
    case "axis":
      return arm.point[key.index] ?? null;
    case "measure": {
      const cell = arm.cells[state.head.measures.findIndex(({ tag }) => tag === key.tag)];
      return differences ? (cell?.difference?.mean ?? null) : fairMean(cell);
    }
    default:
      return key satisfies never;
  }
}

/**
 * Configurations in the order of a table; those without a value, or undefined in some seed, come last either way, equals
 * keep the plan's order.
 */
export function sortArms(
  state: ReportState,
  arms: readonly ReportArm[],
  { key, descending, differences }: { key: SortKey; descending: boolean; differences: boolean },
): ReportArm[] {
  const sign = descending ? -1 : 1;
  return arms
    .map((arm, place) => ({ arm, place, value: sortValue(state, arm, key, differences) }))
    .sort((a, b) => {
      if (a.value === null || b.value === null)
        return Number(a.value === null) - Number(b.value === null) || a.place - b.place;
      return sign * (a.value - b.value) || a.place - b.place;
    })
    .map(({ arm }) => arm);
}

const few = <T>(items: readonly T[], most: number): T[] =>
  items.length <= most
    ? [...items]
    : Array.from({ length: most }, (_, i) => items[Math.round((i * (items.length - 1)) / (most - 1))]).filter(
        item => item !== undefined,
      );

function axisCoordinate(axis: ReportAxis, index: number, title: string): Coordinate {
  const ticks = axis.places.map((at, i) => ({ at, text: axis.labels[i] ?? "" })).sort((a, b) => a.at - b.at);
  return {
    id: axis.key,
    title,
    at: arm => axis.places[arm.point[index] ?? -1] ?? null,
    text: arm => valueLabel(axis, arm.point[index]),
    ticks: few(ticks, 6),
  };
}

/** Every axis of the parallel coordinates: the sweep's own, then the measures with these tags. */
export function coordinatesOf({ plan, head, arms }: ReportState, tags: readonly string[]): Coordinate[] {
  const keys = plan.axes.map(({ key }) => key);
  const own = plan.axes.map((axis, i) => axisCoordinate(axis, i, shortKey(axis.key, keys)));
  const measured = tags.flatMap((tag): Coordinate[] => {
    const index = head.measures.findIndex(measure => measure.tag === tag);
    const measure = head.measures[index];
    if (measure === undefined) return [];
    const shares = measure.low === 0 && measure.high === 1;
    const means = arms.flatMap(({ cells }) => cells[index]?.mean ?? []);
    const [low, high] =
      shares || means.length === 0 ? [measure.low, measure.high] : [Math.min(...means), Math.max(...means)];
    const span = high > low ? high - low : 1;
    const flipped = measure.better === "lower";
    const place = (value: number) => {
      const at = clamp((value - low) / span);
      return flipped ? 1 - at : at;
    };
    const ticks = (shares ? [0, 0.5, 1] : [low, (low + high) / 2, high]).map(value => ({
      at: place(value),
      text: formatValue(value, shares ? 1 : 2),
    }));
    return [
      {
        id: tag,
        title: `${measure.title}${flipped ? " ↓" : ""}`,
        at: arm => {
          const mean = fairMean(arm.cells[index]);
          return mean === null ? null : place(mean);
        },
        text: arm => arm.cells[index]?.undefined?.words ?? formatValue(arm.cells[index]?.mean ?? null, 2),
        ticks,
      },
    ];
  });
  return [...own, ...measured];
}

/** Whether a configuration lies within every kept range; one without a value lies in none. */
export function isWithin(
  arm: ReportArm,
  coordinates: readonly Coordinate[],
  ranges: Readonly<Record<string, Range>>,
): boolean {
  return coordinates.every(({ id, at }) => {
    const range = ranges[id];
    if (range === undefined) return true;
    const place = at(arm);
    return place !== null && place >= range[0] - 1e-9 && place <= range[1] + 1e-9;
  });
}

const usual = [
  "quality/precision",
  "quality/recall",
  "quality/coverage",
  "collapse/distance_ratio_p05",
  "collapse/latent_recovery",
  "quality/density",
  "collapse/effective_rank",
];

/** The measures that are shown where there is room for so many: what the question is usually about, then the others. */
export function leadingTags({ measures }: Pick<ReportState["head"], "measures">, most: number): string[] {
  const tags = measures.map(({ tag }) => tag);
  const first = usual.filter(tag => tags.includes(tag));
  return [...first, ...tags.filter(tag => !first.includes(tag))].slice(0, most);
}

/** Which lines of a chart a configuration belongs to is told by its series; the runs of one seed by this. */
export function runOfSeed({ runs }: ReportArm, seed: number) {
  return runs.find(run => run.seed === seed) ?? null;
}

/** The axis that charts go along, and where it is among the others. */
export interface Question {
  readonly axis: ReportAxis;
  readonly index: number;
}

/** Null where nothing is varied. */
export function questionOf({ axes, question }: Pick<ReportPlan, "axes" | "question">): Question | null {
  const axis = axes[question ?? -1];
  return axis === undefined || question === null ? null : { axis, index: question };
}
