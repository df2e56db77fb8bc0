import { MOST_COMPARED } from "../../protocol/compare.ts";
import { letGo } from "../../unattended/unattended.ts";
import { tell } from "../door/messages.ts";
import { say } from "../door/words.ts";
import type { Needs } from "../parts.ts";
import { pickForComparing } from "./pick-runs.ts";

/** What it takes to compare runs, and logs of other programs. */
export type ComparingNeeds = Needs<"runs" | "explorer" | "logs", "compare" | "curves">;

/** Compares some runs; one alone, or none, with those that are ticked, and where none are with those the user picks. */
export async function compareRuns(app: ComparingNeeds, given: readonly string[]): Promise<void> {
  const wanted = given.length > 1 ? given : [...new Set([...given, ...app.explorer.ticked])];
  const folders = wanted.slice(0, MOST_COMPARED);
  const picked = folders.length > 1 ? [] : await pickForComparing(app, folders);
  const all = [...folders, ...picked];
  // Of other programs' runs there is what every program has: curves.
  if (all.length > 1 && all.some(folder => app.logs.has(folder))) app.pages.curves.open({ folders: all });
  else if (all.length > 1) app.pages.compare.open({ folders: all });
  else if (picked.length > 0) letGo(tell("info", say`Two runs at least are needed for a comparison.`));
}
