import { asksForModes, isNoise, NOISE_REASON, PRECISION_TAG } from "../../src/measures/noise.ts";
import type { MeasureFacts } from "../../src/protocol/compare.ts";
import { compareValues, evaluatedAt, type ComparedValue } from "../numbers/comparison.ts";
import { undefinedWords } from "../numbers/undefined-words.ts";
import type { Column } from "./column.ts";
import type { CompareModel } from "./model.ts";

export interface MeasureRow {
  readonly measure: MeasureFacts;
  /** One a column. */
  readonly values: readonly ComparedValue[];
  /** Why a column has no value, one a column; "" where it has one or was not evaluated yet. */
  readonly missing: readonly string[];
}

/** What a column's run measured at the step that it shows. */
function measuredIn(
  { run, shown }: Column,
  tag: string,
): { readonly value: number | null; readonly missing: string } {
  const [facts, step] = [run.value, shown.value];
  if (facts === null || step === null) return { value: null, missing: "" };
  const at = (wanted: string) => {
    const curve = facts.measures.find(one => one.tag === wanted);
    return curve === undefined ? null : evaluatedAt(curve, step);
  };
  const found = at(tag);
  if (found !== null && asksForModes(tag)) {
    const precision = at(PRECISION_TAG);
    if (precision?.step === found.step && isNoise(precision.value ?? undefined))
      return { value: null, missing: undefinedWords(found.step, NOISE_REASON) };
  }
  if (found !== null && found.value !== null) return { value: found.value, missing: "" };
  // What never had a value has no curve: only the last evaluation tells of it.
  const last = facts.lastEvaluation;
  const reason = last !== null && last.step <= step ? last.undefined[tag] : undefined;
  const evaluated = found?.step ?? (reason === undefined ? null : (last?.step ?? null));
  if (evaluated === null) return { value: null, missing: "" };
  return { value: null, missing: undefinedWords(evaluated, last?.step === evaluated ? reason : undefined) };
}

/** Every measure that a compared run has, at each column's own step, against the baseline. */
export function measureRows(model: CompareModel): MeasureRow[] {
  const columns = model.columns.value;
  const baseline = columns.findIndex(column => column === model.baseline.value);
  const seeds = columns.map(({ folder }) => model.seedsOf(folder));
  return (model.state.value?.measures ?? []).flatMap(measure => {
    const measured = columns.map(column => measuredIn(column, measure.tag));
    if (measured.every(({ value, missing }) => value === null && missing === "")) return [];
    const values = measured.map(({ value }) => value);
    // The mean of other seeds is no value of a run that has none.
    const told = seeds.map((found, i) =>
      values[i] === null ? null : (found?.rows.find(({ tag }) => tag === measure.tag) ?? null),
    );
    return [
      {
        measure,
        values: compareValues(measure.better, values, baseline, told, measure.unit === "share"),
        missing: measured.map(({ missing }) => missing),
      },
    ];
  });
}

const perhaps = (many: boolean, text: string): string[] => (many ? [text] : []);

/** What the figures are over, and why some have no interval, for people; a table that is written out has no colours. */
export function intervalWords(model: CompareModel, where: "page" | "table"): string[] {
  const found = model.columns.value.flatMap(({ folder }) => {
    const seeds = model.seedsOf(folder);
    return seeds === null ? [] : [{ ...seeds, name: model.nameOf(folder) }];
  });
  if (found.length === 0) return ["One seed a column: no interval, so nothing is called better or worse."];
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
    ...perhaps(most > 1 && where === "page", "Grey: the interval holds 0."),
    ...[...reasons].map(([why, names]) => `No interval for ${names.join(", ")}: ${why}.`),
  ];
}

const arrows = { higher: "↑", lower: "↓", one: "→ 1", none: "" } as const;

/** Where better values lie. */
export const directionOf = ({ better }: MeasureFacts): string => arrows[better];
