import { checkKnob, knobKeys } from "../experiment/knobs.ts";
import type { Experiment } from "../experiment/schema.ts";
import { readNumbers, whyNoNumber } from "../plain/typed-number.ts";

/** The knob that a trial tries. */
export const TRIED_KNOB = "pairing.weight";
/** So many values at most are tried side by side, and so many seeds of each. */
export const MOST_WEIGHTS = 8;
export const MOST_SEEDS = 10;

/** A number as people write it: at most so many digits that count. */
const written = (value: number): number => Number(value.toPrecision(4));

const ascending = (values: Iterable<number>): number[] => [...new Set(values)].sort((a, b) => a - b);

/** Weights to begin from where there is none yet: from the least that helps under R1 to what helps without. */
const FROM_ZERO = [0, 0.002, 0.005, 0.02, 0.1];

/** The weights that a trial proposes: none, half, the same, double and ten times the one that holds; ascending. */
export function proposedWeights(current: number): number[] {
  return ascending(
    current === 0 ? FROM_ZERO : [0, current / 2, current, 2 * current, 10 * current].map(written),
  );
}

/** How many steps a trial proposes: an eighth of the experiment, to two digits. */
export function proposedBudget({ steps }: Pick<Experiment, "steps">): number {
  return Math.max(1, Number(Math.round(steps / 8).toPrecision(2)));
}

/**
 * The weights that a text lists, ascending, with the one that holds among them: the others are compared with it. A text
 * that is none gives what is wrong with it.
 */
export function readWeights(
  text: string,
  experiment: Experiment,
  current: number,
): { readonly weights: readonly number[] } | { readonly problem: string } {
  const listed = readNumbers(text);
  if (listed.length === 0) return { problem: "weights with blanks between them, as 0, 0.005, 0.02" };
  const values: number[] = [];
  for (const { word, read } of listed) {
    if (read.is !== "number") return { problem: whyNoNumber(read) ?? word };
    const problem = checkKnob(experiment, TRIED_KNOB, read.value);
    if (problem !== null) return { problem: `${word}: ${problem}` };
    values.push(read.value);
  }
  const weights = ascending([...values, current]);
  if (weights.length < 2) return { problem: `one at least beside ${current}, which holds now` };
  if (weights.length > MOST_WEIGHTS)
    return { problem: `${MOST_WEIGHTS} at most, with ${current}, which holds now` };
  return { weights };
}

/** Why an experiment's pairing weight cannot be tried; null where it can. */
export function whyNotTried(experiment: Experiment): string | null {
  const keys: readonly string[] = knobKeys(experiment);
  return keys.includes(TRIED_KNOB) ? null : `this experiment has no ${TRIED_KNOB} that can be turned`;
}

/**
 * How often a branch of a trial records: often enough that a short budget shows curves, never less often than its
 * experiment. Recording changes no result.
 */
export function trialRecord(
  { record }: Pick<Experiment, "record">,
  budget: number,
): Pick<Experiment["record"], "evaluation" | "samples"> {
  return {
    evaluation: Math.min(record.evaluation, Math.ceil(budget / 5)),
    samples: Math.min(record.samples, Math.ceil(budget / 10)),
  };
}

/** Further seeds of a trial: the whole numbers after those that it has. */
export function nextSeeds(seeds: readonly number[], count: number): number[] {
  const last = Math.max(0, ...seeds);
  const room = Math.max(0, MOST_SEEDS - new Set(seeds).size);
  return Array.from({ length: Math.min(count, room) }, (_, i) => last + 1 + i);
}
