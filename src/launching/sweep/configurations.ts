import type { Experiment } from "../../experiment/schema.ts";
import type { CheckedSweep } from "../../sweeps/read.ts";
import { pointsOf } from "../../sweeps/sweep.ts";

/** The experiment of each configuration, with the first seed. */
export function configurationsOf(sweep: CheckedSweep): Experiment[] {
  const [seed = 0] = sweep.seeds;
  return [...pointsOf(sweep)].map(point => sweep.experimentAt(point, seed));
}
