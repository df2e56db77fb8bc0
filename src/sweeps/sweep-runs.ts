import type { ObservedRun, RunListing } from "../runs/list.ts";
import { pointKey, runKey, valuesKey, type Sweep } from "./sweep.ts";
import type { SweepPlan } from "./sweep-plan.ts";

/**
 * The runs of a sweep among those of a folder, by their key (sweep.ts); of several with one key, the newest, but one whose
 * own values they are before one that only trains the same bytes (early releases trained both).
 */
export function runsOfSweep(
  sweep: SweepPlan & Pick<Sweep, "name">,
  listings: readonly RunListing[],
): Map<string, ObservedRun> {
  const runs = new Map<string, ObservedRun>();
  // Newest first.
  for (const listing of listings) {
    if (listing.kind !== "run" || listing.info.sweep?.name !== sweep.name) continue;
    const key = runKey(sweep, listing.info.sweep);
    const known = runs.get(key);
    if (known === undefined || (isOwn(sweep, listing) && !isOwn(sweep, known))) runs.set(key, listing);
  }
  return runs;
}

const isOwn = (sweep: SweepPlan, { info }: ObservedRun): boolean =>
  info.sweep !== undefined && valuesKey(sweep, info.sweep.point) === pointKey(sweep, info.sweep.point);
