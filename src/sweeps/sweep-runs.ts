import type { ObservedRun, RunListing } from "../runs/list.ts";
import { runKey, type Sweep } from "./sweep.ts";

/** The runs of a sweep among those of a folder, by their key (sweep.ts); of several with one key, the newest. */
export function runsOfSweep(
  sweep: Pick<Sweep, "name" | "axes">,
  listings: readonly RunListing[],
): Map<string, ObservedRun> {
  const runs = new Map<string, ObservedRun>();
  // Newest first.
  for (const listing of listings) {
    if (listing.kind !== "run" || listing.info.sweep?.name !== sweep.name) continue;
    const key = runKey(sweep, listing.info.sweep);
    if (!runs.has(key)) runs.set(key, listing);
  }
  return runs;
}
