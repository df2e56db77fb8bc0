import { measureFacts } from "../dashboard/curve-facts.ts";
import { measuredSeeds } from "../dashboard/seed-measures.ts";
import { readWhole, SeedRuns } from "../dashboard/seed-runs.ts";
import { MOST_COMPARED, type MeasuredSeeds } from "../protocol/compare.ts";
import { sharedFormat, type SharedDocument, type SharedRun } from "../protocol/shared-page.ts";
import type { ObservedRun } from "../runs/list.ts";
import type { Renderer } from "./shared-pictures.ts";
import { endsOf, sharedRun } from "./shared-run.ts";

export interface ShareOptions {
  /** Renders what a checkpoint's networks give; null leaves that out. */
  readonly viewer: Renderer;
  /** Runs among which other seeds of the same experiments are looked for. */
  readonly known: readonly ObservedRun[];
  /** The version that makes the page. */
  readonly version: string;
  /** Whether the notes beside experiments' files are shared too: without a word, yes. */
  readonly withNotes?: boolean;
  readonly now?: Date;
}

/** All samples of a page together, in bytes: with the program, the curves and the rest below 5 MB. */
const SAMPLE_BYTES = 2_600_000;
const CHECKPOINTS = 8;

/** What a page of one run holds, or of several, compared. Rejects with RunReadError for what is no run's folder. */
export async function sharedDocument(
  folders: readonly string[],
  { viewer, known, version, withNotes = true, now = new Date() }: ShareOptions,
): Promise<SharedDocument> {
  if (folders.length === 0 || folders.length > MOST_COMPARED)
    throw new RangeError(`a page holds 1 to ${MOST_COMPARED} runs`);
  const models = await Promise.all(folders.map(folder => readWhole(folder)));
  const ends = await Promise.all(folders.map(folder => endsOf(folder)));
  const columns = models.flatMap((model, i) => {
    const step = ends[i]?.last?.step;
    return step === undefined ? [] : [{ model, step }];
  });
  const seeds = await measuredSeeds(columns, folders[0] ?? "", new SeedRuns(() => known, readWhole));
  const share = 1 / models.length;
  const budget = { samples: SAMPLE_BYTES * share, checkpoints: Math.max(2, Math.floor(CHECKPOINTS * share)) };
  const runs: SharedRun[] = [];
  for (const model of models) {
    const own = seeds.find(({ run }) => run === model.folder);
    runs.push(
      await sharedRun(model, own === undefined ? null : sharedSeeds(own), {
        viewer,
        budget,
        withNotes,
        now: now.getTime(),
      }),
    );
  }
  return {
    ...sharedFormat,
    exportedAt: now.toISOString(),
    madeBy: version,
    title: runs.map(({ name }) => name).join(", "),
    measures: measureFacts,
    runs,
    sweep: null,
  };
}

/** The names of the notes that a page holds. */
export const notesIn = ({ runs }: SharedDocument): string[] => [
  ...new Set(runs.flatMap(({ experimentNotes }) => experimentNotes?.name ?? [])),
];

/** What seeds measured, without the folder that it is about. */
const sharedSeeds = ({ seeds, method, pairs, why, rows }: MeasuredSeeds): SharedRun["seeds"] => ({
  seeds,
  method,
  pairs,
  why,
  rows,
});
