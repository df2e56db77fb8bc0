const NEWEST = 8;

/** What thinning goes by. */
export interface ThinningRule {
  /** Steps from one scheduled checkpoint to the next. */
  readonly interval: number;
  /** The step that the run began at. */
  readonly first: number;
  /** Steps at which the journal records that a checkpoint was asked for. */
  readonly asked?: ReadonlySet<number>;
}

/**
 * Which checkpoints a run keeps. A function of their steps and the journal alone, so that neither time nor interruptions
 * matter.
 *
 * A checkpoint on the schedule has the index i = step / interval; n is the largest index there is. Kept are
 * - the first (step 0, or the step a branch began from) and the last;
 * - every one that someone asked for, also where it is on the schedule, and every other one that is not on the schedule:
 *   an interruption saved it;
 * - the newest 8 on the schedule (n - i < 8);
 * - further back those whose index is a multiple of 2^k, where 8 * 2^(k-1) <= n - i < 8 * 2^k: four for each
 *   doubling of the distance, so that a run of n checkpoints keeps about 8 + 4 log2(n / 8) of them.
 *
 * As n grows, k grows with it and a multiple of 2^(k+1) is one of 2^k: what was dropped is never missed later. So
 * thinning after every checkpoint ends with the same set as thinning once at the end.
 */
export function keptCheckpoints(
  steps: readonly number[],
  { interval, first, asked }: ThinningRule,
): Set<number> {
  const last = Math.max(...steps);
  const newest = Math.floor(last / interval);
  return new Set(
    steps.filter(step => {
      if (step === first || step === last || step % interval !== 0 || asked?.has(step) === true) return true;
      const index = step / interval;
      const octave = Math.floor((newest - index) / NEWEST);
      return octave === 0 || index % 2 ** (Math.floor(Math.log2(octave)) + 1) === 0;
    }),
  );
}
