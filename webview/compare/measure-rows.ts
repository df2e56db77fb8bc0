import type { MeasureFacts } from "../../src/protocol/compare.ts";
import { compareValues, measureAt, type ComparedValue } from "../numbers/comparison.ts";
import type { CompareModel } from "./model.ts";

export interface MeasureRow {
  readonly measure: MeasureFacts;
  /** One a column. */
  readonly values: readonly ComparedValue[];
}

/** Every measure that a compared run has, at each column's own step, against the baseline. */
export function measureRows(model: CompareModel): MeasureRow[] {
  const columns = model.columns.value;
  const baseline = columns.findIndex(column => column === model.baseline.value);
  const seeds = columns.map(({ folder }) => model.seedsOf(folder));
  return (model.state.value?.measures ?? []).flatMap(measure => {
    const values = columns.map(column => {
      const curve = column.run.value?.measures.find(({ tag }) => tag === measure.tag);
      const shown = column.shown.value;
      return curve === undefined || shown === null ? null : measureAt(curve, shown);
    });
    if (values.every(value => value === null)) return [];
    const told = seeds.map(found => found?.rows.find(({ tag }) => tag === measure.tag) ?? null);
    return [{ measure, values: compareValues(measure.better, values, baseline, told) }];
  });
}

const perhaps = (many: boolean, text: string): string[] => (many ? [text] : []);

/** What the figures are over, and why some have no interval, for people. */
export function intervalWords(model: CompareModel): string[] {
  const found = model.columns.value.flatMap(({ folder, run }) => {
    const seeds = model.seedsOf(folder);
    return seeds === null ? [] : [{ ...seeds, name: run.value?.name ?? "" }];
  });
  if (found.length === 0) return ["One seed a column, so there is no interval."];
  const counts = [...new Set(found.map(({ seeds }) => seeds.length))].sort((a, b) => a - b);
  const most = counts.at(-1) ?? 1;
  const reasons = new Map<string, string[]>();
  for (const { why, name } of found) if (why !== null) reasons.set(why, [...(reasons.get(why) ?? []), name]);
  const pairs = [...new Set(found.filter(({ method }) => method === "paired").map(one => one.pairs))];
  return [
    ...perhaps(
      most > 1,
      `Means over the seeds of an experiment (${counts.join(", ")}), ± their 95 % interval.`,
    ),
    ...perhaps(
      pairs.length > 0,
      `Differences paired over ${pairs.join(", ")} seeds, with the 95 % interval by Student's t.`,
    ),
    ...perhaps(
      found.some(({ method }) => method === "welch"),
      "Differences of runs without common seeds have the 95 % interval by Welch's t.",
    ),
    ...perhaps(most > 1, "Grey: the interval holds 0."),
    ...[...reasons].map(([why, names]) => `No interval for ${names.join(", ")}: ${why}.`),
  ];
}

const arrows = { higher: "↑", lower: "↓", one: "→ 1", none: "" } as const;

/** Where better values lie. */
export const directionOf = ({ better }: MeasureFacts): string => arrows[better];
