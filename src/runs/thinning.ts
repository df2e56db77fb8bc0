const NEWEST = 8;

/** Why somebody wants a checkpoint kept, whatever its place on the schedule. */
export type Wish =
  /** A person, or who acts for one, asked the trainer for it. */
  | "asked"
  /** A person pinned it. */
  | "pinned"
  /** Of all evaluated ones it has the best value of the measure that the experiment names. */
  | "best"
  /** It is the newest at or before a step at which somebody turned a knob: the state that the change met. */
  | "turned"
  /** It is the newest at or before a step that has a note. */
  | "noted";

/** Wishes that name a step of their own, for which the newest checkpoint at or before it stands. */
const ofAnyStep: ReadonlySet<Wish> = new Set(["turned", "noted"]);

/** Steps by the wish that keeps them; of `best` in their order, and the first that has a checkpoint stands. */
export type WishedSteps = Readonly<Record<Wish, Iterable<number>>>;

/** Why a checkpoint is kept. */
export type KeptBecause =
  | "first"
  | "last"
  /** It is not on the schedule: an interruption saved it. */
  | "between"
  /** One of the newest on the schedule. */
  | "recent"
  /** One of the few that stand for a stretch of the past. */
  | "spread"
  | Wish;

/** What is said of a checkpoint that stays. */
export const keptWords: Readonly<Record<KeptBecause, string>> = {
  pinned: "pinned",
  best: "the best",
  asked: "asked for",
  turned: "met a change of a knob",
  noted: "at or before a note",
  first: "the first",
  last: "the last",
  between: "saved by an interruption",
  recent: `one of the newest ${NEWEST}`,
  spread: "one of four for a doubling of the distance",
};

/** What thinning goes by. */
export interface ThinningRule {
  /** Steps from one scheduled checkpoint to the next. */
  readonly interval: number;
  /** The step that the run began at. */
  readonly first: number;
}

/**
 * Which checkpoints a run keeps, and why. A function of their steps and of what is on record alone, so that neither time nor
 * interruptions matter.
 *
 * A checkpoint on the schedule has the index i = step / interval; n is the largest index there is. Kept are
 * - the first (step 0, or the step a branch began from) and the last;
 * - every one that someone wished for, also where it is on the schedule, and every other one that is not on the schedule:
 *   an interruption saved it; of a change of a knob and of a note, the newest at or before its step; by a measure, the
 *   best of those that were evaluated;
 * - the newest 8 on the schedule (n - i < 8);
 * - further back those whose index is a multiple of 2^k, where 8 * 2^(k-1) <= n - i < 8 * 2^k: four for each
 *   doubling of the distance, so that a run of n checkpoints keeps about 8 + 4 log2(n / 8) of them.
 *
 * As n grows, k grows with it and a multiple of 2^(k+1) is one of 2^k: what was dropped is never missed later. So
 * thinning after every checkpoint ends with the same set as thinning once at the end.
 */
export function keptCheckpoints(
  steps: readonly number[],
  { interval, first }: ThinningRule,
  wished: WishedSteps,
): Map<number, readonly KeptBecause[]> {
  const last = Math.max(...steps);
  const newest = Math.floor(last / interval);
  const wishes = Object.entries(wished).map(([key, of]) => {
    const wish = key as Wish; // its own keys
    return [wish, new Set(checkpointsOf(wish, of, steps))] as const;
  });
  const kept = new Map<number, readonly KeptBecause[]>();
  for (const step of steps) {
    const reasons: KeptBecause[] = wishes.filter(([, of]) => of.has(step)).map(([wish]) => wish);
    if (step === first) reasons.push("first");
    if (step === last) reasons.push("last");
    if (step % interval === 0) reasons.push(...onSchedule(step / interval, newest));
    else if (reasons.length === 0) reasons.push("between");
    if (reasons.length > 0) kept.set(step, reasons);
  }
  return kept;
}

function checkpointsOf(wish: Wish, of: Iterable<number>, checkpoints: readonly number[]): Iterable<number> {
  if (wish === "best") return [[...of].find(step => checkpoints.includes(step)) ?? NaN];
  return ofAnyStep.has(wish) ? newestBefore(checkpoints, of) : of;
}

/** The newest checkpoint at or before each of some steps; none where there is no earlier one. */
function newestBefore(checkpoints: readonly number[], steps: Iterable<number>): number[] {
  const ascending = [...checkpoints].sort((a, b) => a - b);
  return [...new Set(steps)].flatMap(step => ascending.findLast(checkpoint => checkpoint <= step) ?? []);
}

/** Why the schedule itself keeps the checkpoint of an index. */
function onSchedule(index: number, newest: number): readonly KeptBecause[] {
  const octave = Math.floor((newest - index) / NEWEST);
  if (octave === 0) return ["recent"];
  return index % 2 ** (Math.floor(Math.log2(octave)) + 1) === 0 ? ["spread"] : [];
}
