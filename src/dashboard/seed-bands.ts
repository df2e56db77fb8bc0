import { setImmediate as turn } from "node:timers/promises";
import type { SeedBand } from "../protocol/dashboard.ts";
import { evaluationsIn, type EvaluationRecord } from "../runs/evaluations.ts";
import { readJournal, type JournalEntry } from "../runs/journal.ts";
import { FEWEST_SEEDS } from "../statistics/fewest-seeds.ts";
import { meanInterval } from "../statistics/mean-interval.ts";
import type { RunModel } from "./run-model.ts";
import { wasTurned, type SeedRuns } from "./seed-runs.ts";

/** So many steps say as much as a chart can show; of more, every second, third ... is taken. */
const MOST_STEPS = 1000;

/** A run as its evaluations tell it: of a run that nobody follows nothing else is read. */
export interface EvaluatedRun {
  readonly entries: readonly JournalEntry[];
  readonly evaluations: ReadonlyMap<number, EvaluationRecord>;
}

/** Rejects with RunReadError for what is no run's folder. */
export async function readEvaluated(folder: string): Promise<EvaluatedRun> {
  await turn(); // many are asked for at once
  return { entries: readJournal(folder), evaluations: evaluationsIn(folder) };
}

/**
 * Mean and 95 % interval over the seeds of a run's experiment, the run's own among them: at each step over those that were
 * measured at that very step, of a measure that all of them have there. Fewer than three say too little.
 */
export async function seedBands(
  own: Pick<RunModel, "folder" | "info" | "entries">,
  runs: SeedRuns<EvaluatedRun>,
  tags: readonly string[],
  to: number,
): Promise<{ readonly says: string; readonly bands: readonly SeedBand[] }> {
  if (wasTurned(own)) return { says: "knobs were turned, so no other seed repeats this run", bands: [] };
  const all = [await readEvaluated(own.folder), ...(await runs.of(own))];
  const steps = thinned([...new Set(all.flatMap(run => [...run.evaluations.keys()]))], to);
  const measured = steps.map(step => ({
    step,
    records: all.flatMap(run => run.evaluations.get(step) ?? []),
  }));
  const counts = measured.map(({ records }) => records.length).filter(count => count >= FEWEST_SEEDS);
  if (counts.length === 0)
    return { says: tooFew(Math.max(0, ...measured.map(({ records }) => records.length))), bands: [] };
  const bands = tags.map(tag => bandOf(tag, measured)).filter(band => band.mean.some(Number.isFinite));
  return { says: `behind it mean and 95 % interval of ${numbers(counts)} seeds`, bands };
}

interface MeasuredStep {
  readonly step: number;
  readonly records: readonly EvaluationRecord[];
}

function bandOf(tag: string, measured: readonly MeasuredStep[]): SeedBand {
  const intervals = measured.map(({ records }) => {
    const values = records.flatMap(({ values }) => values[tag] ?? []);
    // The mean of the others would favour what is undefined in some.
    return values.length < Math.max(FEWEST_SEEDS, records.length) ? null : meanInterval(values);
  });
  return {
    tag,
    steps: Float64Array.from(measured, ({ step }) => step),
    mean: Float64Array.from(intervals, interval => interval?.mean ?? NaN),
    halfWidth: Float64Array.from(intervals, interval => interval?.halfWidth ?? NaN),
  };
}

function thinned(steps: readonly number[], to: number): number[] {
  const ascending = steps.filter(step => step <= to).sort((a, b) => a - b);
  const every = Math.ceil(ascending.length / MOST_STEPS);
  return ascending.filter((_, i) => i % every === 0);
}

function tooFew(seeds: number): string {
  if (seeds < 2) return "no other seed of this experiment was measured";
  return `${seeds} seeds of this experiment were measured, which say too little of chance`;
}

function numbers(counts: readonly number[]): string {
  const [fewest, most] = [Math.min(...counts), Math.max(...counts)];
  return fewest === most ? String(most) : `${fewest} to ${most}`;
}
