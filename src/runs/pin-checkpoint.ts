import { checkpointAt } from "./copy-run.ts";
import { changeNotes } from "./notes.ts";

/** Keeps a run's checkpoint whatever thinning says, or lets it go. Throws RunReadError where there is none to keep, and RunWriteError. */
export function pinCheckpoint(runFolder: string, step: number, pinned: boolean): void {
  if (pinned) checkpointAt(runFolder, step);
  changeNotes(runFolder, { what: "pin", step, pinned });
}
