import { MOST_COMPARED } from "../../protocol/compare.ts";
import { letGo } from "../../unattended/unattended.ts";
import { tell } from "../door/messages.ts";
import { say } from "../door/words.ts";
import type { Needs } from "../parts.ts";
import type { HandlersOf } from "./handlers.ts";
import { chooseRuns, givenSubjects, type ChoosingNeeds } from "./run-target.ts";
import { foldersOf } from "./subjects.ts";

type SharingNeeds = ChoosingNeeds & Needs<"context" | "viewer", "compare" | "report">;

export const shareCommands: HandlersOf<"pairingLab.run.exportPage", SharingNeeds> = {
  "pairingLab.run.exportPage": async (app, given) => {
    // What reads whole runs is loaded by whoever asks for it.
    const { exportRuns, exportSweep } = await import("../actions/export-page.ts");
    const sweep = chosenSweep(app, given);
    if (sweep !== undefined) {
      await exportSweep(app, sweep);
      return;
    }
    const folders = await chosenRuns(app, given);
    if (folders.length > MOST_COMPARED)
      letGo(
        tell("info", say`${folders.length} runs are too many for one page: select at most ${MOST_COMPARED}.`),
      );
    else if (folders.length > 0) await exportRuns(app, folders);
  },
};

/** The sweep that is meant: the one given, else that of the report in front. */
function chosenSweep(app: SharingNeeds, given: readonly unknown[]): string | undefined {
  const subjects = givenSubjects(app, given);
  return subjects.length > 0 ? foldersOf(subjects, ["sweep"])[0] : app.pages.report.active?.folder;
}

/** The runs that are meant: those given, those of the comparison in front, else as for every command about a run. */
async function chosenRuns(app: SharingNeeds, given: readonly unknown[]): Promise<readonly string[]> {
  const compared = app.pages.compare.active?.folders;
  if (compared !== undefined && givenSubjects(app, given).length === 0) return compared;
  const runs = await chooseRuns(app, given, { placeholder: "Export which run as a page?" });
  return runs.map(({ folder }) => folder);
}
