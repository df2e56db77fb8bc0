import { refuseOthers } from "../runs/other-trainer.ts";
import { readRunInfo } from "../runs/run-info.ts";
import { openRunForWriting } from "../runs/run-writer.ts";
import { readStatus } from "../runs/status.ts";

/** A run cannot be given these steps; the message says why. */
export class ExtendError extends Error {
  override readonly name = "ExtendError";
}

/**
 * Plans a later last step for a run that has ended, so that whoever trains it next goes on to there: as a resume with more
 * steps does, and on record before anybody trains, since it may have to wait. Rejects with ExtendError; with RunHeldError
 * where somebody trains it, RunReadError, RunWriteError.
 */
export async function extendRun(
  folder: string,
  steps: number,
  { by }: { readonly by: string },
): Promise<void> {
  refuseOthers(readRunInfo(folder), "extend");
  const run = await openRunForWriting(folder);
  try {
    const status = readStatus(folder);
    const { state, step, steps: planned } = status;
    if (state !== "done" && state !== "stopped")
      throw new ExtendError(`${folder}: only a run that is done or was stopped can be planned longer`);
    if (steps <= step) throw new ExtendError(`${folder}: expected a step after ${step}, where this run is`);
    if (steps === planned) return;
    run.journal({ step, kind: "intervention", key: "steps", from: planned, to: steps, by });
    run.status({ ...status, state: "stopped", steps, message: `planned up to step ${steps}` });
  } finally {
    run.close();
  }
}
