import * as vscode from "vscode";
import { bringBack, emptyBin, listBin, moveToBin } from "../../runs/bin.ts";
import { observeRun } from "../../runs/list.ts";
import { changeNotes, notesLimits, readNotes, type Notes } from "../../runs/notes.ts";
import type { App } from "../app.ts";
import { isLive } from "../../protocol/dashboard-state.ts";
import { counted } from "../number-text.ts";
import type { HandlersOf } from "./handlers.ts";
import { chooseFolders, chooseRun } from "./run-target.ts";

export const noteCommands: HandlersOf<
  | "pairingLab.run.rename"
  | "pairingLab.run.star"
  | "pairingLab.run.unstar"
  | "pairingLab.run.tag"
  | "pairingLab.run.note"
  | "pairingLab.run.moveToBin"
  | "pairingLab.runs.undoBin"
  | "pairingLab.runs.emptyBin"
> = {
  "pairingLab.run.rename": async (app, given) => {
    const run = await chooseRun(app, given, { placeholder: "Rename which run?" });
    if (run === undefined) return;
    const typed = await vscode.window.showInputBox({
      ignoreFocusOut: true,
      title: `Rename ${run.info.name}`,
      prompt: "Empty: the name of its experiment. The folder keeps its name.",
      value: readNotes(run.folder).name ?? run.info.name,
      validateInput: text =>
        text.length > notesLimits.name ? `at most ${notesLimits.name} characters` : null,
    });
    if (typed === undefined) return;
    const name = typed.trim();
    await change(app, run.folder, notes => ({
      ...notes,
      name: name === "" || name === run.info.name ? null : name,
    }));
  },
  "pairingLab.run.star": async (app, given) => {
    // The key binding is one key for both: it takes the star away where there is one.
    const folders = await chooseFolders(app, given, { placeholder: "Star which run?" });
    const on = !folders.every(folder => readNotes(folder).star);
    for (const folder of folders) await change(app, folder, notes => ({ ...notes, star: on }));
  },
  "pairingLab.run.unstar": async (app, given) => {
    const folders = await chooseFolders(app, given, { placeholder: "Take the star from which run?" });
    for (const folder of folders) await change(app, folder, notes => ({ ...notes, star: false }));
  },
  "pairingLab.run.tag": async (app, given) => {
    const folders = await chooseFolders(app, given, { placeholder: "Tag which run?" });
    if (folders.length > 0) await editTags(app, folders);
  },
  "pairingLab.run.note": async (app, given) => {
    const run = await chooseRun(app, given, { placeholder: "Note on which run?" });
    if (run === undefined) return;
    const note = await vscode.window.showInputBox({
      ignoreFocusOut: true,
      title: `Note on ${run.info.name}`,
      value: readNotes(run.folder).note,
      prompt: "Empty removes it.",
    });
    if (note !== undefined) await change(app, run.folder, notes => ({ ...notes, note: note.trim() }));
  },
  "pairingLab.run.moveToBin": async (app, given) => {
    const folders = await chooseFolders(app, given, {
      placeholder: "Move which run to the bin?",
      accepts: ({ state }) => !isLive(state),
    });
    await binAll(app, folders);
  },
  "pairingLab.runs.undoBin": async app => {
    const binned = app.folders.all.flatMap(folder => listBin(folder));
    const [last] = binned.sort((a, b) => b.movedAt - a.movedAt);
    if (last !== undefined) await restoreAll(app, [last.folder]);
  },
  "pairingLab.runs.emptyBin": async app => {
    const count = app.folders.all.flatMap(folder => listBin(folder)).length;
    if (count === 0) return;
    const confirm = "Delete for Good";
    const chosen = await vscode.window.showWarningMessage(
      `Delete ${counted(count, "run")} in the bin for good?`,
      { modal: true },
      confirm,
    );
    if (chosen !== confirm) return;
    for (const folder of app.folders.all) emptyBin(folder);
    app.explorer.binChanged();
  },
};

async function change(app: App, folder: string, edit: (notes: Notes) => Notes): Promise<void> {
  changeNotes(folder, edit);
  await app.runs.refresh(folder);
}

async function editTags(app: App, folders: readonly string[]): Promise<void> {
  const common = folders
    .map(folder => readNotes(folder).tags)
    .reduce((kept, tags) => kept.filter(tag => tags.includes(tag)));
  const typed = await vscode.window.showInputBox({
    ignoreFocusOut: true,
    title: folders.length === 1 ? "Tags" : `Tags of ${folders.length} runs`,
    value: common.join(", "),
    prompt: "Separated by commas.",
  });
  if (typed === undefined) return;
  const wanted = typed
    .split(",")
    .map(tag => tag.trim())
    .filter(tag => tag !== "");
  for (const folder of folders) {
    await change(app, folder, notes => {
      const others = notes.tags.filter(tag => !common.includes(tag));
      return { ...notes, tags: [...new Set([...wanted, ...others])] };
    });
  }
}

async function binAll(app: App, folders: readonly string[]): Promise<void> {
  const moved: string[] = [];
  for (const folder of folders) {
    const { state, info } = await observeRun(folder);
    if (isLive(state)) {
      void vscode.window.showWarningMessage(`${info.name} is ${state}; stop it before it goes to the bin.`);
      continue;
    }
    app.trainers.withdraw(folder);
    app.dashboards.close(folder);
    moved.push(moveToBin(folder));
  }
  if (moved.length === 0) return;
  await app.runs.refresh();
  app.explorer.binChanged();
  const undo = "Undo";
  void vscode.window
    .showInformationMessage(`${counted(moved.length, "run")} moved to the bin.`, undo)
    .then(chosen => (chosen === undo ? restoreAll(app, moved) : undefined));
}

async function restoreAll(app: App, binned: readonly string[]): Promise<void> {
  for (const folder of binned) bringBack(folder);
  await app.runs.refresh();
  app.explorer.binChanged();
}
