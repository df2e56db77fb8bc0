import { utimesSync } from "node:fs";
import { errorCode } from "./write-guard.ts";

/**
 * Says that something is new in a run's folder, to whoever watches the folder that it lies in: its own time is set, which is
 * an event there (on Linux a file that comes or goes inside is none), so that nobody needs a watch for every run that ended.
 */
export function announce(runFolder: string): void {
  const now = new Date();
  try {
    utimesSync(runFolder, now, now);
  } catch (error) {
    // Another's folder, or gone: whoever looks from time to time finds out.
    if (errorCode(error) === "") throw error;
  }
}
