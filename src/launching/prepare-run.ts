import type { Experiment } from "../experiment/schema.ts";
import type { SweepPlace } from "../runs/run-info.ts";

export interface RunOrder {
  readonly experiment: Experiment;
  readonly runsFolder: string;
  /** The experiment file; its git commit is recorded. */
  readonly file?: string;
  readonly sweep?: SweepPlace;
}

/** Throws (InputError, DataError) when the experiment's data cannot be opened or the plan does not fit into memory. */
export function checkExperiment(experiment: Experiment, file: string): void {
  throw new Error(`not built yet: ${experiment.name} ${file}`);
}

/** Checks the experiment and makes the folder of its run, whose path it gives. Throws InputError, DataError, RunWriteError. */
export function prepareRun(order: RunOrder): Promise<string> {
  return Promise.reject(new Error(`not built yet: ${order.runsFolder}`));
}
