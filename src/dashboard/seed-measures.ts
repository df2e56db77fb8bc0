import { measures } from "../experiment/catalog.ts";
import type { MeasuredSeeds, SeedRow } from "../protocol/compare.ts";
import { meanInterval } from "../statistics/mean-interval.ts";
import { pairedDifference } from "../statistics/paired-difference.ts";
import { welchDifference } from "../statistics/welch-difference.ts";
import type { RunModel } from "./run-model.ts";
import { wasTurned, type SeedRuns } from "./seed-runs.ts";

const tags = Object.keys(measures);

/** Fewer seeds say too little of how far chance goes. */
const FEWEST = 3;

/** A measure's value for each seed. */
type BySeed = ReadonlyMap<number, number>;

/** One column: its run, the step it shows, and the other seeds' runs of the same experiment. */
interface Measured {
  readonly folder: string;
  readonly seeds: readonly number[];
  readonly values: ReadonlyMap<string, BySeed>;
  readonly turned: boolean;
}

/** The value of every seed at the evaluation that the column shows; a seed that has none at that very step is left out. */
function valuesOf(tag: string, own: RunModel, others: readonly RunModel[], step: number): BySeed {
  const series = own.curves.get(tag);
  const at = (series?.indexOf(step, true) ?? 0) - 1;
  const found = new Map<number, number>();
  if (series === undefined || at < 0) return found;
  const evaluated = series.step(at);
  for (const { info, curves } of [own, ...others]) {
    const curve = curves.get(tag);
    const index = curve?.indexOf(evaluated) ?? 0;
    if (curve === undefined || index >= curve.length || curve.step(index) !== evaluated) continue;
    found.set(info.seed, curve.value(index));
  }
  return found;
}

async function measuredAt(own: RunModel, step: number, runs: SeedRuns): Promise<Measured> {
  const turned = wasTurned(own);
  const others = turned ? [] : await runs.of(own);
  const values = new Map(tags.map(tag => [tag, valuesOf(tag, own, others, step)]));
  const seeds = new Set([...values.values()].flatMap(found => [...found.keys()]));
  return { folder: own.folder, seeds: [...seeds].sort((a, b) => a - b), values, turned };
}

function rowOf(tag: string, own: BySeed, base: BySeed | null, paired: boolean): SeedRow | null {
  const interval = meanInterval([...own.values()]);
  if (interval === null) return null;
  const { mean, halfWidth } = interval;
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
    if (seeds.length < FEWEST)
      return `${name} has two seeds that were measured at this step, which say too little of chance`;
  }
  return null;
}

/** What the seeds of each column's experiment measured at its step, and how they differ from the baseline's. */
export async function measuredSeeds(
  columns: readonly { readonly model: RunModel; readonly step: number }[],
  baseline: string,
  runs: SeedRuns,
): Promise<MeasuredSeeds[]> {
  const measured = await Promise.all(columns.map(({ model, step }) => measuredAt(model, step, runs)));
  const base = measured.find(({ folder }) => folder === baseline);
  return measured.map(own => {
    const other = base === undefined || base === own ? null : base;
    const common = own.seeds.filter(seed => other?.seeds.includes(seed) === true);
    const why = other === null ? null : whyNot(own, other);
    const paired = common.length >= FEWEST;
    return {
      run: own.folder,
      seeds: own.seeds,
      method: other === null || why !== null ? null : paired ? "paired" : "welch",
      pairs: common.length,
      why,
      rows: tags.flatMap(tag => {
        const against = why === null ? (other?.values.get(tag) ?? null) : null;
        const row = rowOf(tag, own.values.get(tag) ?? new Map(), against, paired);
        return row === null ? [] : [row];
      }),
    };
  });
}
