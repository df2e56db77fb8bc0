import { readdirSync } from "node:fs";
import { hostname } from "node:os";
import { inReach } from "../reach/reach.ts";

/** TensorBoard finds event files by this in their name. */
const prefix = "events.out.tfevents.";

export const isEventFile = (name: string): boolean => name.startsWith(prefix);

/** The event files of a run by name, which is the order of time. */
export function eventFiles(folder: string): string[] {
  return readdirSync(inReach(folder)).filter(isEventFile).sort();
}

/** The name of the next event file: later in order than those that are there, whatever the clock says. */
export function nextEventFile(existing: readonly string[], now: number): string {
  const seconds = (name: string) => Number(/^\d{10}/.exec(name.slice(prefix.length))?.[0] ?? 0);
  const latest = Math.max(0, ...existing.map(seconds));
  const second = Math.max(Math.floor(now / 1000), latest + 1);
  const host = hostname().replaceAll(/[^A-Za-z0-9_-]/g, "-") || "host";
  return `${prefix}${String(second).padStart(10, "0")}.${host}.${process.pid}.${existing.length}`;
}
