import { memoryEstimate, planRuns, type Machine, type RunsPlan } from "../../experiment/execution-plan.ts";
import type { Experiment } from "../../experiment/schema.ts";
import type { CheckedSweep } from "../../sweeps/read.ts";
import { countPoints } from "../../sweeps/sweep.ts";
import { checkBesideModules } from "../prepare-run.ts";
import { thisMachine } from "../this-machine.ts";
import { configurationsOf } from "./configurations.ts";
import { sweepModules } from "./sweep-modules.ts";

export interface SweepNeeds {
  /** Bytes that the largest run needs. */
  readonly memory: number;
  /** What was read of the files of each of its data, for people. */
  readonly data: readonly string[];
}

/**
 * Looks at everything that a sweep's experiments name. Rejects with an InputError when some configuration's data or modules cannot
 * be read or its plan does not fit into `memory` (this machine's when left out). Equal data are opened once, for the
 * configuration that needs the most.
 */
export async function checkSweep(
  sweep: CheckedSweep,
  file: string,
  memory = thisMachine().memory,
): Promise<SweepNeeds> {
  const largest = new Map<string, { readonly experiment: Experiment; readonly bytes: number }>();
  for (const experiment of configurationsOf(sweep)) {
    const bytes = memoryEstimate(experiment);
    const key = JSON.stringify(experiment.data);
    if (bytes > (largest.get(key)?.bytes ?? 0)) largest.set(key, { experiment, bytes });
  }
  await sweepModules(sweep);
  const checked = [];
  for (const { experiment } of largest.values())
    checked.push(await checkBesideModules(experiment, file, memory));
  return {
    memory: checked.reduce((most, { memory: needed }) => Math.max(most, needed), 0),
    data: checked.flatMap(({ data }) => data ?? []),
  };
}

/** The plan of a sweep's runs, `jobs` of them at a time (null: as many as there are cores for their threads). */
export function planSweep(
  sweep: CheckedSweep,
  {
    memory,
    jobs,
    cores,
  }: { readonly memory: number; readonly jobs: number | null; readonly cores: number | null },
  machine: Machine,
): RunsPlan {
  const runs = countPoints(sweep) * sweep.seeds.length;
  const wanted = jobs === null ? null : Math.min(jobs, runs);
  return planRuns({ experiments: configurationsOf(sweep), memory, jobs: wanted, cores }, machine);
}
