import { existsSync } from "node:fs";
import { basename } from "node:path";
import * as vscode from "vscode";
import { notesFileOf } from "../../experiment/notes-file.ts";
import { notesTemplate } from "../../experiment/notes-text.ts";
import { inReach } from "../../reach/reach.ts";
import type { ObservedRun } from "../../runs/list.ts";
import { letGo } from "../../unattended/unattended.ts";
import { tell } from "../door/messages.ts";
import { say, words } from "../door/words.ts";
import { isExperiment } from "../experiment-files/diagnostics.ts";
import { documentInFront } from "../experiment-files/document-in-front.ts";
import { openNew } from "../experiment-files/new-file.ts";
import { toldApart } from "../explorer/run-row.ts";
import { keepLines } from "../notes/keep-lines.ts";
import { runLine } from "../notes/run-line.ts";
import { counted } from "../number-text.ts";
import type { Needs } from "../parts.ts";
import { offerTrust } from "../trust.ts";
import { chooseDocument } from "./experiment-commands.ts";
import type { HandlersOf } from "./handlers.ts";
import { chooseRun, chooseRuns, isCalled, understood, type ChoosingNeeds } from "./run-target.ts";

type NotesNeeds = ChoosingNeeds & Needs<"experimentFiles">;

export const experimentNotesCommands: HandlersOf<
  "pairingLab.experiment.notes" | "pairingLab.run.addToNotes",
  NotesNeeds
> = {
  "pairingLab.experiment.notes": async (app, given) => {
    const experiment = await chooseExperiment(app, given);
    if (experiment === undefined) return;
    const notes = notesFileOf(experiment);
    if (existsSync(inReach(notes))) await vscode.window.showTextDocument(vscode.Uri.file(notes));
    else if (vscode.workspace.isTrusted) await begin(app, experiment);
    else letGo(offerTrust("Beginning an experiment's notes"));
  },
  "pairingLab.run.addToNotes": async (app, given) => {
    const runs = await chooseRuns(app, given, { placeholder: "Add which run to its experiment's notes?" });
    const byExperiment = new Map<string, ObservedRun[]>();
    for (const run of runs) {
      const experiment = experimentOf(app, run);
      byExperiment.set(experiment, [...(byExperiment.get(experiment) ?? []), run]);
    }
    for (const [experiment, own] of byExperiment) await add(app, experiment, own);
  },
};

/** The experiment that is meant: of the run or row given, in the editor in front, of the run in front, or one that is picked. */
async function chooseExperiment(app: NotesNeeds, given: readonly unknown[]): Promise<string | undefined> {
  const [subject] = understood(app, given, ["run", "experiment"]);
  if (subject === undefined && isCalled(app, given)) return undefined;
  const front = vscode.window.activeTextEditor?.document ?? (await documentInFront());
  const isOfFront = front !== undefined && isExperiment(front);
  const isOfRun = given[0] === undefined && !isOfFront && app.pages.dashboard.active !== undefined;
  if (subject?.kind === "run" || isOfRun) {
    const run = await chooseRun(app, given, { placeholder: "Notes of which run's experiment?" });
    return run === undefined ? undefined : experimentOf(app, run);
  }
  const document = await chooseDocument(app, given);
  if (document?.isUntitled === true)
    throw new Error("Save the experiment first: its notes lie beside its file.");
  return document?.uri.fsPath;
}

/** Throws where a run's experiment has no file here, beside which notes could lie. */
function experimentOf({ experimentFiles }: NotesNeeds, run: ObservedRun): string {
  const { file } = experimentFiles.originOf(run);
  if (file !== null) return file.path;
  throw new Error(
    say`The experiment of ${run.info.name} has no file in this workspace, beside which its notes would lie; open its folder, or save the run as an experiment.`
      .text,
  );
}

/** The runs of an experiment that are known, oldest first. */
const runsOf = ({ runs, experimentFiles }: NotesNeeds, experiment: string): ObservedRun[] =>
  runs.all
    .filter(run => experimentFiles.originOf(run).file?.path === experiment)
    .sort((a, b) => (a.info.createdAt < b.info.createdAt ? -1 : 1));

/** A line for each of some runs, told apart from the experiment's others. */
function linesOf(app: NotesNeeds, experiment: string, wanted: readonly ObservedRun[]): string[] {
  const others = runsOf(app, experiment).filter(({ folder }) => !wanted.some(run => run.folder === folder));
  const apart = toldApart([...wanted, ...others], folder => app.runs.notesOf(folder));
  const notes = notesFileOf(experiment);
  return wanted.map((run, i) => runLine(run, app.runs.notesOf(run.folder), apart[i] ?? [], notes));
}

/** Writes and shows new notes, with the runs that there are. */
async function begin(app: NotesNeeds, experiment: string): Promise<void> {
  const content = notesTemplate(experiment, linesOf(app, experiment, runsOf(app, experiment)));
  const notes = vscode.Uri.file(notesFileOf(experiment));
  await openNew(content, basename(notes.fsPath), vscode.Uri.joinPath(notes, ".."));
}

async function add(app: NotesNeeds, experiment: string, runs: readonly ObservedRun[]): Promise<void> {
  const notes = notesFileOf(experiment);
  const kept = await keepLines(notes, experiment, linesOf(app, experiment, runs));
  const rest = kept === "saved" ? "" : "; save them, they had other changes";
  letGo(
    tell(
      "info",
      say`${words(counted(runs.length, "run"))} added to ${basename(notes)}${words(rest)}.`,
      "Open Notes",
    ).then(chosen => {
      if (chosen !== undefined) letGo(vscode.window.showTextDocument(vscode.Uri.file(notes)));
    }),
  );
}
