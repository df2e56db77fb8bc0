import { isMeasure } from "../../experiment/catalog.ts";
import { RunReadError } from "../../runs/errors.ts";
import { evaluationAt } from "../../runs/evaluation-at.ts";
import type { EvaluationRecord } from "../../runs/evaluations.ts";
import { listRuns, type ObservedRun, type RunListing } from "../../runs/list.ts";
import { withoutNoise } from "../../runs/without-noise.ts";
import { standingOf } from "../standing.ts";
import { readSweepRecord } from "../sweep-record.ts";
import { runsOfSweep } from "../sweep-runs.ts";
import type { Sweep } from "../sweep.ts";
import type { SweepAxis, SweepPlan } from "../sweep-plan.ts";
import type { ReportRun, ReportSource } from "./report.ts";

/** What the report of a sweep's runs folder is made of, as it is now. Rejects with RunReadError where it holds no sweep, or several. */
export async function readReportSource(folder: string): Promise<ReportSource> {
  const listings = await listRuns(folder);
  const read = new Map<ObservedRun, ReportRun>();
  for (const listing of listings)
    if (listing.kind === "run" && listing.info.sweep !== undefined)
      read.set(listing, { ...reportRun(listing), figures: await figuresOnRecord(listing) });
  return reportSource(folder, listings, run => read.get(run) ?? reportRun(run));
}

/**
 * What a report of these runs of a folder is made of; `read` makes a run of the report, where it was not made before.
 * Throws RunReadError.
 */
export function reportSource(
  folder: string,
  listings: readonly RunListing[],
  read: (run: ObservedRun) => ReportRun = reportRun,
): ReportSource {
  const sweep = readSweepRecord(folder) ?? sweepOfRuns(folder, listings);
  const runs = [...runsOfSweep(sweep, listings).values()].map(run => read(run));
  const { name, experiment, axes, seeds, measures, baseline } = sweep;
  return { name, experiment, axes, seeds, measures, baseline, runs };
}

export function reportRun(run: ObservedRun): ReportRun {
  const { folder, info, status, state } = run;
  const { point = {}, seed = info.seed } = info.sweep ?? {};
  return {
    id: info.id,
    folder,
    point,
    seed,
    state,
    standing: standingOf(run),
    step: status.step,
    steps: info.experiment.steps,
    message: status.message,
    figures: figuresNow(run),
  };
}

/** The step at which a run is compared: the sweep's last one where it came there, else that of its last evaluation. */
function comparedAt({ info, status }: ObservedRun): number | null {
  const { steps } = info.experiment;
  return status.step >= steps ? steps : (status.lastEvaluation?.step ?? null);
}

/** What the status says of that step; null where it says nothing of it. */
function figuresNow(run: ObservedRun): EvaluationRecord | null {
  const { lastEvaluation } = run.status;
  return lastEvaluation !== null && lastEvaluation.step === comparedAt(run)
    ? withOwnScalars(run, lastEvaluation)
    : null;
}

/** The same, from the run's other files where its status is of another step, or of an early release. */
export async function figuresOnRecord(run: ObservedRun): Promise<EvaluationRecord | null> {
  const now = figuresNow(run);
  const at = comparedAt(run);
  if (now !== null || at === null) return now;
  const found = await evaluationAt(run, at);
  return found === null ? null : withOwnScalars(run, found);
}

/** With the training's own scalars, where those are of the same step. */
function withOwnScalars({ status }: ObservedRun, found: EvaluationRecord): EvaluationRecord {
  const evaluation = withoutNoise(found);
  if (evaluation.step !== status.step) return evaluation;
  const own = Object.entries(status.scalars).filter(([tag]) => !isMeasure(tag));
  return { ...evaluation, values: { ...Object.fromEntries(own), ...evaluation.values } };
}

type SweepOfRuns = SweepPlan & Pick<Sweep, "name" | "seeds" | "measures" | "baseline">;

/** A sweep as its runs tell, where the folder has no record of it: runs that were copied from elsewhere. */
function sweepOfRuns(folder: string, listings: readonly RunListing[]): SweepOfRuns {
  const runs = listings
    .flatMap(listing => (listing.kind === "run" && listing.info.sweep !== undefined ? [listing.info] : []))
    .reverse();
  const places = runs.flatMap(({ sweep }) => sweep ?? []);
  const names = [...new Set(places.map(({ name }) => name))];
  const [name] = names;
  if (name === undefined) throw new RunReadError(`${folder} holds no runs of a sweep.`);
  if (names.length > 1)
    throw new RunReadError(
      `${folder} holds runs of several sweeps and no record of one (sweep.json): ${names.join(", ")}.`,
    );
  const keys = [...new Set(places.flatMap(({ point }) => Object.keys(point)))];
  const axes = keys.map((key): SweepAxis => ({
    key,
    values: distinct(places.map(({ point }) => point[key])),
  }));
  const seeds = [...new Set(places.map(({ seed }) => seed))].sort((a, b) => a - b);
  // Any run's: where they differ, an axis says what each one has.
  const experiment = { ...runs[0]?.experiment };
  return { name, experiment, axes, seeds, measures: null, baseline: null };
}

/** Each value once; numbers ascending, others in the order in which the runs were made. */
function distinct(values: readonly unknown[]): unknown[] {
  const found = [...new Map(values.map(value => [JSON.stringify(value ?? null), value ?? null])).values()];
  return found.every(value => typeof value === "number") ? found.sort((a, b) => a - b) : found;
}
