import { FEWEST_SEEDS } from "../statistics/fewest-seeds.ts";
import type { MeasureTag } from "../experiment/catalog.ts";
import { meanInterval, type MeanInterval } from "../statistics/mean-interval.ts";
import { pairedDifference } from "../statistics/paired-difference.ts";
import { FALSE_FINDINGS, fewestRuns, relabelledP } from "../statistics/relabelling.ts";
import { goodness } from "../sweeps/halving.ts";

/** A branch that reached the step at which the trial compares, and its measures there. */
export interface TriedRun {
  readonly weight: number;
  readonly seed: number;
  readonly values: Readonly<Record<string, number>>;
  /** The tags of measures that have no value there. */
  readonly undefined: readonly string[];
}

/** What a trial asks of a weight, each by one measure: the fewer are judged, the less chance finds. */
export const aspects = {
  coverage: "quality/coverage",
  precision: "quality/precision",
  collapse: "collapse/latent_recovery",
} as const satisfies Readonly<Record<string, MeasureTag>>;
export type Aspect = keyof typeof aspects;
export const aspectNames = Object.keys(aspects) as Aspect[];

/**
 * How sure a difference is. "shown": at most 5 % over every difference that is judged; "hinted": its own 95 % interval
 * leaves out 0, which one of several does by chance; "open": neither; "few seeds": fewer than three say nothing of chance.
 */
export type Certainty = "shown" | "hinted" | "open" | "few seeds";

/** A weight's difference to the baseline in one measure, over the seeds that both have. */
export interface WeightDifference extends MeanInterval {
  /** Null for measures that are not judged. */
  readonly certainty: Certainty | null;
  /** Whether the mean is better than the baseline's; null where it is neither or where no direction is better. */
  readonly better: boolean | null;
}

export interface WeightCell {
  readonly interval: MeanInterval;
  /** Null for the baseline, where no seed is done in both, and where a seed of either is undefined: the others are a choice. */
  readonly difference: WeightDifference | null;
}

export interface TriedWeight {
  readonly weight: number;
  /** Ascending; those that reached the step. */
  readonly seeds: readonly number[];
  readonly cells: Readonly<Record<string, WeightCell>>;
}

export interface WeightComparison {
  readonly baseline: number;
  /** Ascending. */
  readonly weights: readonly TriedWeight[];
  /** Where a measure has no value in some seeds: nothing is said of its differences there. */
  readonly undefined: readonly {
    readonly weight: number;
    readonly tag: string;
    readonly seeds: number;
    readonly of: number;
  }[];
  /** How many differences were judged together. */
  readonly judged: number;
  /** The most seeds that a weight shares with the baseline, and how many it takes to show any difference, however large. */
  readonly pairs: number;
  readonly fewestPairs: number;
}

const judgedTags: readonly string[] = Object.values(aspects);

/** Whether a mean value is better than the baseline's. */
function isBetter(tag: string, value: number, baseline: number): boolean | null {
  const gain = goodness(tag, value) - goodness(tag, baseline);
  return gain === 0 ? null : gain > 0;
}

function certaintyOf({ count, mean, halfWidth }: MeanInterval, corrected: number | undefined): Certainty {
  if (count < FEWEST_SEEDS || corrected === undefined) return "few seeds";
  if (corrected <= FALSE_FINDINGS) return "shown";
  return halfWidth !== null && Math.abs(mean) > halfWidth ? "hinted" : "open";
}

interface Pairing {
  readonly weight: number;
  readonly tag: string;
  readonly difference: MeanInterval;
  readonly better: boolean | null;
}

/**
 * Every weight against the baseline, by seed: branches of one checkpoint with the same seed see the same batches and
 * latents, so that their difference is the weight's. Runs that did not reach the step are not among `runs`.
 */
export function compareWeights(runs: readonly TriedRun[], baseline: number): WeightComparison {
  const weights = [...new Set(runs.map(({ weight }) => weight))].sort((a, b) => a - b);
  const tags = [...new Set(runs.flatMap(({ values }) => Object.keys(values)))];
  const base = runs.filter(({ weight }) => weight === baseline);
  const pairings = weights
    .filter(weight => weight !== baseline)
    .flatMap(weight => tags.flatMap(tag => pairingOf(runs, base, weight, tag)));
  const others = weights.filter(weight => weight !== baseline);
  const corrected = new Map(others.map(weight => [weight, correctedP(runs, base, weight, others.length)]));
  const judged = pairings.filter(
    ({ tag, difference }) => judgedTags.includes(tag) && difference.count >= FEWEST_SEEDS,
  );
  return {
    baseline,
    weights: weights.map(weight => {
      const own = runs.filter(run => run.weight === weight);
      const cells = tags.flatMap(tag => {
        const interval = meanInterval(own.flatMap(({ values }) => values[tag] ?? []));
        if (interval === null) return [];
        const pairing = pairings.find(one => one.weight === weight && one.tag === tag);
        const difference =
          pairing === undefined
            ? null
            : {
                ...pairing.difference,
                certainty: judgedTags.includes(tag)
                  ? certaintyOf(pairing.difference, corrected.get(weight)?.get(tag))
                  : null,
                better: pairing.better,
              };
        return [[tag, { interval, difference }] as const];
      });
      return {
        weight,
        seeds: own.map(({ seed }) => seed).sort((a, b) => a - b),
        cells: Object.fromEntries(cells),
      };
    }),
    undefined: weights.flatMap(weight => {
      const own = runs.filter(run => run.weight === weight);
      const all = new Set(own.flatMap(run => run.undefined));
      return [...all].map(tag => {
        const without = own.filter(run => run.undefined.includes(tag)).length;
        const having = own.filter(({ values }) => values[tag] !== undefined).length;
        return { weight, tag, seeds: without, of: without + having };
      });
    }),
    judged: judged.length,
    pairs: Math.max(0, ...pairings.map(({ difference }) => difference.count)),
    fewestPairs: fewestRuns(others.length),
  };
}

/** The p-value of each judged measure, over all of them and all weights together, from the seeds that both have. */
function correctedP(
  runs: readonly TriedRun[],
  base: readonly TriedRun[],
  weight: number,
  weights: number,
): ReadonlyMap<string, number> {
  const pairs = runs.flatMap(run => {
    const partner = run.weight === weight ? base.find(({ seed }) => seed === run.seed) : undefined;
    return partner === undefined ? [] : [[run, partner] as const];
  });
  const measured = ({ values }: TriedRun) => judgedTags.map(tag => values[tag] ?? NaN);
  const own = pairs.map(([run]) => measured(run));
  const baseline = pairs.map(([, partner]) => measured(partner));
  const p = pairs.length < FEWEST_SEEDS ? [] : relabelledP(own, baseline, weights);
  return new Map(p.map((share, i) => [judgedTags[i] ?? "", share]));
}

const mean = (values: readonly number[]): number => meanInterval(values)?.mean ?? NaN;

function pairingOf(
  runs: readonly TriedRun[],
  base: readonly TriedRun[],
  weight: number,
  tag: string,
): Pairing[] {
  const isLacking = (run: TriedRun) => run.undefined.includes(tag);
  if (base.some(isLacking) || runs.some(run => run.weight === weight && isLacking(run))) return [];
  const pairs = runs.flatMap(run => {
    const partner = run.weight === weight ? base.find(({ seed }) => seed === run.seed) : undefined;
    const [value, before] = [run.values[tag], partner?.values[tag]];
    return value === undefined || before === undefined ? [] : [[value, before] as const];
  });
  const difference = pairedDifference(pairs);
  if (difference === null) return [];
  const [now, before] = [mean(pairs.map(([value]) => value)), mean(pairs.map(([, value]) => value))];
  return [{ weight, tag, difference, better: isBetter(tag, now, before) }];
}
