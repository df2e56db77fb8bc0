import { isMeasure, measures } from "../experiment/catalog.ts";
import { asksForModes, isNoise, PRECISION_TAG } from "../measures/noise.ts";
import type { MeasuredSeeds, SeedRow } from "../protocol/compare.ts";
import { FEWEST_SEEDS } from "../statistics/fewest-seeds.ts";
import { meanInterval } from "../statistics/mean-interval.ts";
import { pairedDifference } from "../statistics/paired-difference.ts";
import { welchDifference } from "../statistics/welch-difference.ts";
import type { RunModel } from "./run-model.ts";
import { wasTurned, type SeedRuns } from "./seed-runs.ts";

const tags = Object.keys(measures);

/** A measure's value for each seed that was evaluated; null where it has none. */
type BySeed = ReadonlyMap<number, number | null>;

/** One column: its run, the step it shows, and the other seeds' runs of the same experiment. */
interface Measured {
  readonly folder: string;
  readonly seeds: readonly number[];
  readonly values: ReadonlyMap<string, BySeed>;
  readonly turned: boolean;
}

/** The last step at or before this one at which a run was evaluated; null where there is none. */
function evaluatedBefore({ curves }: RunModel, step: number): number | null {
  const steps = tags.flatMap(tag => {
    const series = curves.get(tag);
    const at = (series?.indexOf(step, true) ?? 0) - 1;
    return series === undefined || at < 0 ? [] : [series.step(at)];
  });
  return steps.length === 0 ? null : Math.max(...steps);
}

/** A run's value at that very step; null where it has none, of modes too where the samples are noise. */
function valueAt(run: RunModel, tag: string, step: number): number | null {
  if (asksForModes(tag) && isNoise(valueAt(run, PRECISION_TAG, step) ?? undefined)) return null;
  const { curves } = run;
  const curve = curves.get(tag);
  const index = curve?.indexOf(step) ?? 0;
  if (curve === undefined || index >= curve.length || curve.step(index) !== step) return null;
  const value = curve.value(index);
  return Number.isNaN(value) ? null : value;
}

/** The values of every seed that was evaluated at that very step, of the measures that any of them has there. */
function valuesAt(runs: readonly RunModel[], step: number): ReadonlyMap<string, BySeed> {
  const evaluated = runs.filter(run => tags.some(tag => valueAt(run, tag, step) !== null));
  return new Map(
    tags.flatMap(tag => {
      const found = new Map(evaluated.map(run => [run.info.seed, valueAt(run, tag, step)]));
      return [...found.values()].every(value => value === null) ? [] : [[tag, found] as const];
    }),
  );
}

async function measuredAt(own: RunModel, step: number, runs: SeedRuns<RunModel>): Promise<Measured> {
  const turned = wasTurned(own);
  const others = turned ? [] : await runs.of(own);
  const evaluated = evaluatedBefore(own, step);
  const values = evaluated === null ? new Map<string, BySeed>() : valuesAt([own, ...others], evaluated);
  const seeds = new Set([...values.values()].flatMap(found => [...found.keys()]));
  return { folder: own.folder, seeds: [...seeds].sort((a, b) => a - b), values, turned };
}

/** The values where every seed has one: the mean of the others would favour what is undefined in some. */
function whole(values: BySeed): ReadonlyMap<number, number> | null {
  const found = new Map<number, number>();
  for (const [seed, value] of values) {
    if (value === null) return null;
    found.set(seed, value);
  }
  return found;
}

function rowOf(tag: string, measured: BySeed, baseline: BySeed | null, paired: boolean): SeedRow | null {
  const own = whole(measured);
  const interval = own === null ? null : meanInterval([...own.values()]);
  if (own === null || interval === null) return null;
  const { mean, halfWidth } = interval;
  const base = baseline === null ? null : whole(baseline);
  if (base === null) return { tag, mean, halfWidth, difference: null };
  const pairs = [...own].flatMap(([seed, value]) => {
    const other = base.get(seed);
    return other === undefined ? [] : [[value, other] as const];
  });
  const difference = paired
    ? pairedDifference(pairs)
    : welchDifference([...own.values()], [...base.values()]);
  const width = difference?.halfWidth ?? null;
  return {
    tag,
    mean,
    halfWidth,
    difference: difference === null || width === null ? null : { mean: difference.mean, halfWidth: width },
  };
}

/** Why there is no interval for the difference of two columns; null where there is one. */
function whyNot(own: Measured, base: Measured): string | null {
  for (const [name, { turned, seeds }] of [
    ["this run", own],
    ["the baseline", base],
  ] as const) {
    if (turned) return `knobs of ${name} were turned while it trained, so no other run repeats it`;
    if (seeds.length < 2) return `${name} is the only seed of its experiment that was measured at this step`;
    if (seeds.length < FEWEST_SEEDS)
      return `${name} has two seeds that were measured at this step, which say too little of chance`;
  }
  return null;
}

/** "Effective rank is undefined in 1 of 3 seeds", of every measure of which that is so; null where of none. */
function undefinedWords({ values }: Measured): string | null {
  const parts = [...values].flatMap(([tag, found]) => {
    const without = [...found.values()].filter(value => value === null).length;
    return without === 0 || !isMeasure(tag)
      ? []
      : [`${measures[tag].title} is undefined in ${without} of ${found.size} seeds`];
  });
  return parts.length === 0 ? null : parts.join(", ");
}

/** What the seeds of each column's experiment measured at its step, and how they differ from the baseline's. */
export async function measuredSeeds(
  columns: readonly { readonly model: RunModel; readonly step: number }[],
  baseline: string,
  runs: SeedRuns<RunModel>,
): Promise<MeasuredSeeds[]> {
  const measured = await Promise.all(columns.map(({ model, step }) => measuredAt(model, step, runs)));
  const base = measured.find(({ folder }) => folder === baseline);
  return measured.map(own => {
    const other = base === undefined || base === own ? null : base;
    const common = own.seeds.filter(seed => other?.seeds.includes(seed) === true);
    const why = other === null ? null : whyNot(own, other);
    const paired = common.length >= FEWEST_SEEDS;
    return {
      run: own.folder,
      seeds: own.seeds,
      method: other === null || why !== null ? null : paired ? "paired" : "welch",
      pairs: common.length,
      why: [why, undefinedWords(own)].filter(text => text !== null).join("; ") || null,
      rows: tags.flatMap(tag => {
        const against = why === null ? (other?.values.get(tag) ?? null) : null;
        const row = rowOf(tag, own.values.get(tag) ?? new Map(), against, paired);
        return row === null ? [] : [row];
      }),
    };
  });
}
