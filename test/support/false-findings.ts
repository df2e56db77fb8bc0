import type { MeasureTag } from "../../src/experiment/catalog.ts";
import { meanInterval } from "../../src/statistics/mean-interval.ts";
import { reportRun } from "./report-run.ts";
import { isSignificant, makeReport } from "../../src/sweeps/report/report.ts";
import { aspects, compareWeights, type TriedRun } from "../../src/trials/compare-weights.ts";
import { nullData, type NullData } from "./null-data.ts";

/** A sweep whose configurations differ in nothing. */
export interface NullSweep {
  readonly kind: NullData;
  readonly seeds: number;
  /** Beside the baseline. */
  readonly weights: number;
  readonly measures: number;
  /** What all runs of a seed have in common, as a multiple of what is a run's own; 0: nothing. */
  readonly shared?: number;
}

const judgedTags: readonly MeasureTag[] = [...Object.values(aspects), "quality/recall", "quality/modes"];
const KEY = "pairing.weight";

function draw({ kind, seeds, weights, measures, shared = 0 }: NullSweep, random: () => number): TriedRun[] {
  const tags = judgedTags.slice(0, measures);
  return Array.from({ length: seeds }, (_, seed) => {
    const common = tags.map(() => shared * nullData[kind](random));
    return Array.from({ length: weights + 1 }, (_weight, weight) => ({
      weight,
      seed,
      values: Object.fromEntries(tags.map((tag, i) => [tag, nullData[kind](random) + (common[i] ?? 0)])),
      undefined: [],
    }));
  }).flat();
}

/** Whether the report of one such sweep says of any difference that chance does not explain it. */
export function reportFinds(sweep: NullSweep, random: () => number): boolean {
  const runs = draw(sweep, random).map(({ weight, seed, values }) => reportRun(weight, seed, values));
  const { arms, tags } = makeReport({
    name: "null",
    experiment: {},
    axes: [{ key: KEY, values: Array.from({ length: sweep.weights + 1 }, (_, i) => i) }],
    seeds: Array.from({ length: sweep.seeds }, (_, i) => i),
    measures: null,
    baseline: null,
    runs,
  });
  return arms.some(({ cells }) =>
    tags.some(tag => {
      const difference = cells[tag]?.difference;
      return difference ? isSignificant(difference) : false;
    }),
  );
}

/** Whether a trial of such weights calls any difference shown. */
export function trialFinds(sweep: NullSweep, random: () => number): boolean {
  const { weights } = compareWeights(draw(sweep, random), 0);
  return weights.some(({ cells }) =>
    Object.values(cells).some(({ difference }) => difference?.certainty === "shown"),
  );
}

/** Whether the interval of so many seeds' mean leaves out the true mean; null where there is no interval. */
export function intervalMisses(
  kind: NullData,
  seeds: number,
  mean: number,
  random: () => number,
): boolean | null {
  const interval = meanInterval(Array.from({ length: seeds }, () => nullData[kind](random)));
  const halfWidth = interval?.halfWidth ?? null;
  return interval === null || halfWidth === null ? null : Math.abs(interval.mean - mean) > halfWidth;
}
