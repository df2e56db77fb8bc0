import type { Experiment } from "../experiment/schema.ts";
import type { ExecutionPlan, SweepPlace, Versions } from "./run-info.ts";

export interface NewRun {
  readonly experiment: Experiment;
  readonly seed: number;
  readonly parent: { readonly id: string; readonly step: number } | null;
  readonly plan: ExecutionPlan;
  readonly versions: Versions;
  readonly commit?: string | null;
  readonly sweep?: SweepPlace;
}

/** Makes the folder of a new run with run.json and status.json ("queued"), and gives its path. Throws RunWriteError. */
export function createRun(runsFolder: string, run: NewRun): Promise<string> {
  return Promise.reject(new Error(`not built yet: ${runsFolder} ${run.seed}`));
}
