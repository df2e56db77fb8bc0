import type { CheckpointPlace } from "../../runs/checkpoints.ts";
import { holdCheckpoint } from "../../runs/held-checkpoint.ts";
import type { ObservedRun } from "../../runs/list.ts";

/**
 * Asks and does something about a checkpoint of a run, which stays meanwhile, however long the user takes and whatever
 * the run does. Rejects with RunReadError where the run has no such checkpoint.
 */
export async function whileHeld<T>(
  { folder }: Pick<ObservedRun, "folder">,
  step: number,
  decide: (held: CheckpointPlace) => Promise<T>,
): Promise<T> {
  const { place, release } = holdCheckpoint(folder, step);
  try {
    return await decide(place);
  } finally {
    release();
  }
}
