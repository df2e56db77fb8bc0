import { memoryEstimate } from "../../experiment/execution-plan.ts";
import type { Experiment } from "../../experiment/schema.ts";
import type { CheckedSweep } from "../../sweeps/read.ts";
import { pointsOf } from "../../sweeps/sweep.ts";
import { checkExperiment } from "../prepare-run.ts";

/**
 * Rejects with an InputError when some configuration's data cannot be opened or its plan does not fit into memory.
 * Equal data are opened once, for the configuration that needs the most.
 */
export async function checkSweep(sweep: CheckedSweep, file: string): Promise<void> {
  const [seed = 0] = sweep.seeds;
  const largest = new Map<string, { readonly experiment: Experiment; readonly bytes: number }>();
  for (const point of pointsOf(sweep)) {
    const experiment = sweep.experimentAt(point, seed);
    const bytes = memoryEstimate(experiment);
    const key = JSON.stringify(experiment.data);
    if (bytes > (largest.get(key)?.bytes ?? 0)) largest.set(key, { experiment, bytes });
  }
  for (const { experiment } of largest.values()) await checkExperiment(experiment, file);
}
