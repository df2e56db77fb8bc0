import { tolerance } from "./tolerance.ts";

/** The chance of even one false finding that is accepted, over everything that is judged together. */
export const FALSE_FINDINGS = 0.05;

/** With more runs of a configuration than this the ways to label them are too many, and some are drawn. */
const MOST_LISTED = 7;
/** So many that the least share of them is well below what is accepted of one configuration among all. */
const draws = (configurations: number): number => Math.max(2_000, 25 * configurations);

/** One run's value of each measure, in the same order; NaN where it is undefined. */
export type Measured = readonly number[];

/**
 * For each measure, how often runs without any difference would show one as clear as this: the share of all ways to call
 * half of the runs "own" and half "baseline" in which some measure is told apart as well as this one is now, by the share
 * of its variance that lies between the halves (a permutation test of the largest statistic: Fisher 1935; Westfall and
 * Young 1993). Exact for whatever distribution the values have, as long as runs are independent, and smaller than it need
 * be where runs of one seed are alike. Corrected for all measures together, and for so many configurations that are
 * compared (Bonferroni). Both lists are of the same length.
 */
export function relabelledP(
  own: readonly Measured[],
  baseline: readonly Measured[],
  configurations: number,
): number[] {
  const measures = Array.from({ length: own[0]?.length ?? 0 }, (_, measure) =>
    standardised([...own, ...baseline].map(run => run[measure] ?? NaN)),
  );
  const label = own.map((_, i) => i);
  const ways = labellings(own.length, configurations);
  const largest = ways.map(way => {
    let most = 0;
    for (const values of measures) most = Math.max(most, shareBetween(values, way));
    return most + tolerance;
  });
  return measures.map(values => {
    const now = shareBetween(values, label);
    const asClear = largest.filter(other => other >= now).length;
    return Math.min(1, (configurations * asClear) / ways.length);
  });
}

/** The fewest runs of each configuration with which any difference, however large, could be told from chance. */
export function fewestRuns(configurations: number): number {
  const least = (runs: number) => {
    const [own, baseline] = [1, 0].map(value => Array.from({ length: runs }, () => [value]));
    return relabelledP(own ?? [], baseline ?? [], configurations)[0] ?? 1;
  };
  let runs = 2;
  while (least(runs) > FALSE_FINDINGS) runs++;
  return runs;
}

/** A measure's values around their mean, squares summing to 1. */
interface Standardised {
  /** 0 where it is undefined; all 0 where the values do not differ but for rounding. */
  readonly values: Float64Array;
  /** 1 where it is defined. */
  readonly known: Uint8Array;
  readonly count: number;
}

function standardised(all: readonly number[]): Standardised {
  const known = Uint8Array.from(all, value => Number(!Number.isNaN(value)));
  const defined = all.filter((_, i) => known[i] === 1);
  const mean = defined.reduce((sum, value) => sum + value, 0) / defined.length;
  const norm = Math.sqrt(defined.reduce((sum, value) => sum + (value - mean) ** 2, 0));
  const varies = norm > tolerance * Math.max(...defined.map(Math.abs)) * Math.sqrt(defined.length);
  const values = Float64Array.from(all, (value, i) => (varies && known[i] === 1 ? (value - mean) / norm : 0));
  return { values, known, count: defined.length };
}

/** The share of the variance that lies between these runs and the others; 0 where one side has no value. */
function shareBetween({ values, known, count }: Standardised, chosen: readonly number[]): number {
  let [sum, own] = [0, 0];
  for (const i of chosen) {
    sum += values[i] ?? 0;
    own += known[i] ?? 0;
  }
  return own === 0 || own === count ? 0 : sum ** 2 * (1 / own + 1 / (count - own));
}

const known = new Map<string, readonly (readonly number[])[]>();

/**
 * The ways to choose `count` of 2 `count` runs that have run 0 among them (the others are their mirrors); where they are
 * too many, a fixed draw of all ways.
 */
function labellings(count: number, configurations: number): readonly (readonly number[])[] {
  const drawn = count > MOST_LISTED ? draws(configurations) : 0;
  const name = `${count} ${drawn}`;
  const before = known.get(name);
  if (before !== undefined) return before;
  const made = drawn > 0 ? draw(count, drawn) : choices([0], 1, count);
  known.set(name, made);
  return made;
}

function choices(begun: readonly number[], from: number, count: number): (readonly number[])[] {
  if (begun.length === count) return [begun];
  return Array.from({ length: 2 * count - from }, (_, i) => from + i).flatMap(next =>
    choices([...begun, next], next + 1, count),
  );
}

/** The labelling as it is, and others by chance: with it among them, the share of them is exact too (Phipson and Smyth 2010). */
function draw(count: number, ways: number): (readonly number[])[] {
  const all = Array.from({ length: 2 * count }, (_, i) => i);
  let state = 1;
  const random = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const others = Array.from({ length: ways - 1 }, () => {
    for (let i = 0; i < count; i++) {
      const j = i + random(2 * count - i);
      [all[i], all[j]] = [all[j] ?? 0, all[i] ?? 0];
    }
    return all.slice(0, count);
  });
  return [Array.from({ length: count }, (_, i) => i), ...others];
}
