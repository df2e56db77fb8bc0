import { holderOf } from "./lock-record.ts";
import { livesOn } from "./signs-of-life.ts";
import { errorCode } from "./write-guard.ts";

/**
 * Whether a process that lives holds a folder's lock, however silent it is. Of one that cannot be asked only its heartbeat
 * tells. Null when the lock cannot be read at the moment.
 */
export function isWorkedIn(folder: string): boolean | null {
  try {
    const holder = holderOf(folder);
    return holder !== null && livesOn(holder);
  } catch (error) {
    if (errorCode(error) === "") throw error;
    return null;
  }
}
