const NEWEST = 8;

/** Why somebody wants a checkpoint kept, whatever its place on the schedule. */
export type Wish =
  /** A person, or who acts for one, asked the trainer for it. */
  | "asked"
  /** A person pinned it. */
  | "pinned"
  /** It is the newest at or before a step at which somebody turned a knob: the state that the change met. */
  | "turned"
  /** It is the newest at or before a step that has a note. */
  | "noted";

/** Wishes that name a step of their own, for which the newest checkpoint at or before it stands. */
const ofAnyStep: ReadonlySet<Wish> = new Set(["turned", "noted"]);

/** Steps by the wish that keeps them. */
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
 *   an interruption saved it; of a change of a knob and of a note, the newest at or before its step;
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
    return [wish, new Set(ofAnyStep.has(wish) ? newestBefore(steps, of) : of)] as const;
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
