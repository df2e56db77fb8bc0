import { holderOf, judgeHolder } from "./lock-record.ts";
import { lockTiming } from "./lock.ts";

/** Whether some process holds a folder's lock, and is heard of. */
export function isHeld(folder: string): boolean {
  const holder = holderOf(folder);
  return holder !== null && judgeHolder(holder, Date.now(), lockTiming.stale) === "held";
}
