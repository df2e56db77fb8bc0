import { readJournal } from "../runs/journal.ts";
import type { ObservedRun } from "../runs/list.ts";

/**
 * What a run is to its sweep.
 * - `open`: to be trained or gone on with: queued, interrupted, lost, at a step where halving decides.
 * - `live`: somebody trains it.
 * - `done`, `failed`, `hopeless` (stopped by halving), `stopped` (by somebody's request).
 */
export type Standing = "open" | "live" | "done" | "failed" | "hopeless" | "stopped";

/** Who halving's requests and marks are `by` in a journal. */
export const HALVING = "halving";

export function standingOf({ folder, info, status, state }: ObservedRun): Standing {
  const { steps } = info.experiment;
  // Trained further by somebody: whatever came of that, the sweep has what it wanted.
  if (status.step > steps && !isWorking(state)) return "done";
  switch (state) {
    case "done":
      return status.step >= steps ? "done" : "open";
    case "failed":
      return "failed";
    case "stopped":
      return stoppedBy(folder, status.step);
    case "queued":
    case "lost":
      return "open";
    case "starting":
    case "training":
    case "paused":
      return "live";
    default:
      return state satisfies never;
  }
}

const isWorking = (state: ObservedRun["state"]): boolean =>
  state === "starting" || state === "training" || state === "paused";

/** Interrupted runs have no request to stop at their last step. */
function stoppedBy(folder: string, step: number): "open" | "hopeless" | "stopped" {
  const stop = readJournal(folder).findLast(entry => entry.kind === "intervention" && entry.do === "stop");
  if (stop?.step !== step) return "open";
  return stop.by === HALVING ? "hopeless" : "stopped";
}
