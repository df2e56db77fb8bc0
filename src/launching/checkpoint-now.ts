import { lastCheckpoint } from "../runs/checkpoints.ts";
import { observeRun } from "../runs/list.ts";
import { ControlError, requestControl, type ControlOptions } from "./request-control.ts";

/**
 * Has a live run write a checkpoint, by a recorded request, and gives its step: where a branch from "now" begins.
 * Rejects with ControlError when the run cannot write one (it ended meanwhile, its trainer hangs or has not begun),
 * naming the checkpoint that is there; with AbortError when `signal` says so. A request that was not answered stands:
 * what comes of it is one more checkpoint.
 */
export async function checkpointNow(folder: string, options: Omit<ControlOptions, "wait">): Promise<number> {
  const { state } = await observeRun(folder);
  if (state === "queued")
    throw new ControlError(`${folder}: this run still waits to be trained: it has no state to branch from.`);
  try {
    const outcome = await requestControl(folder, { do: "checkpoint" }, options);
    if (outcome?.kind === "intervention") return outcome.step;
    throw new ControlError(`${folder}: no checkpoint was written: ${outcome?.message ?? "no reason given"}.`);
  } catch (error) {
    if (!(error instanceof ControlError)) throw error;
    const last = lastCheckpoint(folder);
    const hint =
      last === null
        ? "It has no checkpoint to branch from yet."
        : `Its last checkpoint is that of step ${last.step}: branch from there.`;
    throw new ControlError(`${error.message} ${hint}`, { cause: error });
  }
}
