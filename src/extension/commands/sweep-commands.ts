import { basename, dirname } from "node:path";
import * as vscode from "vscode";
import { InputError } from "../../experiment/input-error.ts";
import { readInputText } from "../../experiment/read-file.ts";
import { checkSweep } from "../../launching/sweep/check-sweep.ts";
import { experimentFileOf, readSweep, sweepNameOf, type CheckedSweep } from "../../sweeps/read.ts";
import { inReach } from "../../reach/reach.ts";
import { letGo } from "../../unattended/unattended.ts";
import { searchWeight, trainSeeds } from "../actions/train-many.ts";
import type { Needs } from "../parts.ts";
import { mention, tell, whileMentioned, whileTold } from "../door/messages.ts";
import { pickOne } from "../door/questions.ts";
import { say, words } from "../door/words.ts";
import { isSweep } from "../experiment-files/diagnostics.ts";
import { openDocumentOf, saveOrRefuse } from "../experiment-files/save-or-refuse.ts";
import { filesOfName, pickSweepFile, recordedSweepFile, sweepFiles } from "../sweeps/sweep-files.ts";
import { foldersOfSweep, manyIn, placeOf, recordIn, sweepIn } from "../sweeps/sweep-place.ts";
import { launchOf } from "../sweeps/launch-settings.ts";
import { tensorflowFolder } from "../trainers/tensorflow-folder.ts";
import type { HandlersOf } from "./handlers.ts";
import { showProblem } from "../experiment-files/show-problem.ts";
import { createSweep } from "./create-sweep.ts";
import { documentInFront } from "../experiment-files/document-in-front.ts";
import { chooseDocument } from "./experiment-commands.ts";
import { foldersOf, subjectsOf } from "./subjects.ts";

type SweepNeeds = Needs<"experimentFiles" | "folders" | "sweeps" | "trainerLog", "report">;

export const sweepCommands: HandlersOf<
  | "pairingLab.sweep.new"
  | "pairingLab.sweep.run"
  | "pairingLab.sweep.openReport"
  | "pairingLab.sweep.cancel"
  | "pairingLab.sweep.showLog",
  SweepNeeds
> = {
  "pairingLab.sweep.new": async (app, given) => {
    const document = await chooseDocument(app, given);
    if (document !== undefined) await createSweep(document);
  },
  "pairingLab.sweep.run": async (app, given) => {
    const folder = givenFolder(given);
    if (folder !== undefined) return goOn(app, folder);
    const document = await chooseFile(given);
    return document === undefined ? false : run(app, document);
  },
  "pairingLab.sweep.openReport": async (app, given) => {
    const folder = givenFolder(given) ?? (await chooseFolder(app, given));
    if (folder !== undefined) app.pages.report.open({ folder });
  },
  "pairingLab.sweep.cancel": async (app, given) => {
    const folder = givenFolder(given) ?? app.pages.report.active?.folder ?? (await pickSweeping(app));
    if (folder !== undefined) await cancel(app, folder);
  },
  "pairingLab.sweep.showLog": async (app, given) => {
    const folder =
      givenFolder(given) ?? app.pages.report.active?.folder ?? (await pickFolder(app.sweeps.folders));
    if (folder !== undefined) app.trainerLog.showSweep(folder);
  },
};

/** The sweep's folder that a command was called with: by a row of the explorer, a notice, or a report. */
const givenFolder = ([first]: readonly unknown[]): string | undefined =>
  foldersOf(subjectsOf([first]), ["sweep"])[0];

/** The sweep file that is meant: the one given, the one in front, or one that is picked. */
async function chooseFile([first]: readonly unknown[]): Promise<vscode.TextDocument | undefined> {
  if (first instanceof vscode.Uri) return vscode.workspace.openTextDocument(first);
  const active = vscode.window.activeTextEditor?.document ?? (await documentInFront());
  if (active !== undefined && isSweep(active)) return active;
  const files = await sweepFiles();
  if (files.length === 0) {
    const create = "New Sweep…";
    const chosen = await tell("info", say`There is no sweep file here yet.`, create);
    if (chosen === create) await vscode.commands.executeCommand("pairingLab.sweep.new");
    return undefined;
  }
  return pickFile(files);
}

async function pickFile(files: readonly string[]): Promise<vscode.TextDocument | undefined> {
  const path = await pickSweepFile(files);
  return path === undefined ? undefined : vscode.workspace.openTextDocument(path);
}

/**
 * Goes on with the sweep of a folder: by the file that its record names, else one of its name (of several, the person says which),
 * or, where it has none, as seeds or as a search of its experiment. Rejects with InputError where the workspace has neither.
 */
async function goOn(app: SweepNeeds, folder: string): Promise<boolean> {
  const name = sweepIn(folder);
  const record = recordIn(folder);
  const recorded = record && recordedSweepFile(folder, record);
  const files = recorded === null ? await filesOfName(name) : [recorded];
  const [file, ...others] = files;
  if (file !== undefined) {
    const document =
      others.length > 0 ? await pickFile(files) : await vscode.workspace.openTextDocument(file);
    return document === undefined ? false : run(app, document);
  }
  const many = manyIn(folder);
  if (many === null) {
    const message = `there is no file ${name}.sweep.json in this workspace to run again`;
    throw new InputError([{ file: app.folders.shown(folder), path: "", message }]);
  }
  const experiment = await vscode.workspace.openTextDocument(inReach(many.experimentFile));
  return many.kind === "seeds" ? trainSeeds(app, experiment, many.seeds) : searchWeight(app, experiment);
}

/**
 * Trains a sweep as its files say, which are saved first. Everything that can be wrong is said before anything is made.
 */
async function run(app: SweepNeeds, document: vscode.TextDocument): Promise<boolean> {
  if (document.isUntitled) {
    const message = "save the sweep first: its experiment's path is relative to its folder";
    throw new InputError([{ file: basename(document.uri.path), path: "", message }]);
  }
  const file = document.uri.fsPath;
  const checked = new Map<string, string>();
  let sweep: CheckedSweep;
  try {
    await saveOrRefuse(document);
    const experiment = openDocumentOf(experimentFileOf(document.getText(), file));
    if (experiment !== undefined) await saveOrRefuse(experiment);
    sweep = readSweep(noted(checked, file), file, named => noted(checked, named));
  } catch (error) {
    if (error instanceof InputError) await showProblem(document, error);
    throw error;
  }
  await whileMentioned(say`Checking ${sweep.name}`, () => checkSweep(sweep, file));
  const folder = await folderFor(app, document.uri, sweep);
  if (folder === undefined) return false;
  if (app.sweeps.isSweeping(folder)) {
    app.pages.report.open({ folder });
    mention(say`${sweep.name} trains already.`);
    return false;
  }
  for (const [source, text] of checked)
    if (readInputText(source) !== text) {
      const message = "it was changed while it was checked; nothing was started. Run the sweep again";
      throw new InputError([{ file: source, path: "", message }]);
    }
  const trust = vscode.workspace.isTrusted;
  const started = await app.sweeps.start({
    file,
    folder,
    trust,
    tensorflowFolder: tensorflowFolder(dirname(file)),
    ...launchOf(document.uri),
  });
  if (started) app.pages.report.open({ folder });
  return started;
}

/** What a file says now, kept for the time when its checking is over. */
function noted(texts: Map<string, string>, file: string): string {
  const text = readInputText(file);
  texts.set(file, text);
  return text;
}

/** Where the sweep trains; where its folder holds another sweep the user is told, and may have a new one. */
async function folderFor(
  app: SweepNeeds,
  file: vscode.Uri,
  sweep: CheckedSweep,
): Promise<string | undefined> {
  const place = await placeOf(app.folders.for(file), sweep);
  if (place.kind === "free") return place.folder;
  const { taken, why, other } = place;
  const use = `Train in ${basename(other)}`;
  const message = say`${app.folders.shown(taken)} cannot take this sweep: ${words(why)}. Its runs stay as they are.`;
  const chosen = await tell("warning", message, use, "Open Its Report");
  if (chosen === "Open Its Report") app.pages.report.open({ folder: taken });
  return chosen === use ? other : undefined;
}

/** The sweep whose report is meant. */
async function chooseFolder(app: SweepNeeds, [first]: readonly unknown[]): Promise<string | undefined> {
  const active = vscode.window.activeTextEditor?.document;
  const file =
    first instanceof vscode.Uri ? first : active !== undefined && isSweep(active) ? active.uri : null;
  if (file === null) return pickFolder(app.sweeps.folders);
  const name = sweepNameOf(file.fsPath);
  const folders = foldersOfSweep(app.folders.for(file), name);
  if (folders.length > 0) return folders.length === 1 ? folders[0] : pickFolder(folders);
  const start = "Run Sweep";
  const message = say`${name} has not been trained yet: there is nothing to report.`;
  const chosen = await tell("info", message, ...(vscode.workspace.isTrusted ? [start] : []));
  if (chosen === start) await vscode.commands.executeCommand("pairingLab.sweep.run", file);
  return undefined;
}

const pickSweeping = (app: SweepNeeds) =>
  pickFolder(app.sweeps.folders.filter(folder => app.sweeps.isSweeping(folder)));

/** One of some sweeps' folders; the only one at once. Another folder may be looked for where there is a choice. */
async function pickFolder(folders: readonly string[]): Promise<string | undefined> {
  const [only] = folders;
  if (only === undefined) {
    letGo(tell("info", say`There is no sweep that this can be done with.`));
    return undefined;
  }
  if (folders.length === 1) return only;
  const items = folders.map(folder => ({
    label: basename(folder),
    description: vscode.workspace.asRelativePath(folder),
    folder,
  }));
  return (await pickOne(items, { placeholder: "Which sweep?" }))?.folder;
}

async function cancel(app: SweepNeeds, folder: string): Promise<void> {
  const name = basename(folder);
  const title = say`Cancelling ${name}: every run saves a checkpoint …`;
  const outcome = await whileTold(title, () => app.sweeps.cancel(folder));
  switch (outcome) {
    case "ended":
      mention(say`${name} is cancelled. Run it again to go on.`, 8_000);
      return;
    case "nothing":
      letGo(tell("info", say`Nobody trains ${name}.`));
      return;
    case "silent":
      letGo(
        tell(
          "warning",
          say`${name} was asked to end and has not answered yet; it will end when it reads its folder again.`,
        ),
      );
      return;
    default:
      outcome satisfies never;
  }
}
