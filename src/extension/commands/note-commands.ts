import * as vscode from "vscode";
import { bringBack, emptyBin, listBin, moveToBin } from "../../runs/bin.ts";
import { observeRun } from "../../runs/list.ts";
import { changeNotes, notesLimits, readNotes, type NotesChange } from "../../runs/notes.ts";
import type { Needs } from "../parts.ts";
import { confirmed, tell } from "../door/messages.ts";
import { ask } from "../door/questions.ts";
import { say, words } from "../door/words.ts";
import { isLive } from "../../protocol/dashboard-state.ts";
import { letGo } from "../../unattended/unattended.ts";
import { counted } from "../number-text.ts";
import type { HandlersOf } from "./handlers.ts";
import { chooseFolders, chooseRun, type ChoosingNeeds } from "./run-target.ts";

/** What it takes to move runs to the bin and back. */
type BinNeeds = Needs<"runs" | "explorer" | "trainers" | "folders", "dashboard">;

export const noteCommands: HandlersOf<
  | "pairingLab.run.rename"
  | "pairingLab.run.star"
  | "pairingLab.run.unstar"
  | "pairingLab.run.tag"
  | "pairingLab.run.note"
  | "pairingLab.run.moveToBin"
  | "pairingLab.runs.undoBin"
  | "pairingLab.runs.emptyBin",
  ChoosingNeeds & BinNeeds
> = {
  "pairingLab.run.rename": async (app, given) => {
    const run = await chooseRun(app, given, { placeholder: "Rename which run?" });
    if (run === undefined) return;
    const typed = await ask({
      title: say`Rename ${run.info.name}`,
      prompt: "Empty: the name of its experiment. The folder keeps its name.",
      value: readNotes(run.folder).name ?? run.info.name,
      check: text => (text.length > notesLimits.name ? `at most ${notesLimits.name} characters` : null),
    });
    if (typed === undefined) return;
    const name = typed.trim();
    await change(app, run.folder, {
      what: "name",
      name: name === "" || name === run.info.name ? null : name,
    });
  },
  "pairingLab.run.star": async (app, given) => {
    // The key binding is one key for both: it takes the star away where there is one.
    const folders = await chooseFolders(app, given, { placeholder: "Star which run?" });
    const on = !folders.every(folder => readNotes(folder).star);
    for (const folder of folders) await change(app, folder, { what: "star", star: on });
  },
  "pairingLab.run.unstar": async (app, given) => {
    const folders = await chooseFolders(app, given, { placeholder: "Take the star from which run?" });
    for (const folder of folders) await change(app, folder, { what: "star", star: false });
  },
  "pairingLab.run.tag": async (app, given) => {
    const folders = await chooseFolders(app, given, { placeholder: "Tag which run?" });
    if (folders.length > 0) await editTags(app, folders);
  },
  "pairingLab.run.note": async (app, given) => {
    const run = await chooseRun(app, given, { placeholder: "Note on which run?" });
    if (run === undefined) return;
    const note = await ask({
      title: say`Note on ${run.info.name}`,
      value: readNotes(run.folder).note,
      prompt: "Empty removes it.",
    });
    if (note !== undefined) await change(app, run.folder, { what: "note", note: note.trim() });
  },
  "pairingLab.run.moveToBin": async (app, given) => {
    const folders = await chooseFolders(app, given, {
      placeholder: "Move which run to the bin?",
      accepts: ({ state }) => !isLive(state),
    });
    await binAll(app, folders);
  },
  "pairingLab.runs.undoBin": async (app, [given]) => {
    const binned = app.folders.all.flatMap(folder => listBin(folder));
    const named: readonly unknown[] | null = Array.isArray(given) ? given : null;
    const [last] = binned.sort((a, b) => b.movedAt - a.movedAt);
    const wanted = named === null ? [last] : binned.filter(({ folder }) => named.includes(folder));
    await restoreAll(
      app,
      wanted.flatMap(run => run?.folder ?? []),
    );
  },
  "pairingLab.runs.emptyBin": async app => {
    const count = app.folders.all.flatMap(folder => listBin(folder)).length;
    if (count === 0) return;
    const question = say`Delete ${words(counted(count, "run"))} in the bin for good?`;
    if (!(await confirmed(question, "Delete for Good"))) return;
    for (const folder of app.folders.all) emptyBin(folder);
    app.explorer.binChanged();
  },
};

async function change(app: Needs<"runs">, folder: string, what: NotesChange): Promise<void> {
  changeNotes(folder, what);
  await app.runs.refresh(folder);
}

async function editTags(app: Needs<"runs">, folders: readonly string[]): Promise<void> {
  const common = folders
    .map(folder => readNotes(folder).tags)
    .reduce((kept, tags) => kept.filter(tag => tags.includes(tag)));
  const typed = await ask({
    title: folders.length === 1 ? "Tags" : `Tags of ${folders.length} runs`,
    value: common.join(", "),
    prompt: "Separated by commas.",
  });
  if (typed === undefined) return;
  const wanted = typed
    .split(",")
    .map(tag => tag.trim())
    .filter(tag => tag !== "");
  for (const folder of folders) await change(app, folder, { what: "tags", add: wanted, remove: common });
}

/** Moves to the bin what can be moved, and offers to bring that back; then throws what kept the others. */
async function binAll(app: BinNeeds, folders: readonly string[]): Promise<void> {
  const { done, failures } = await withEach(folders, async folder => {
    const { state, info } = await observeRun(folder);
    if (isLive(state))
      throw new Error(say`${info.name} is ${words(state)}; stop it before it goes to the bin.`.text);
    app.trainers.withdraw(folder);
    app.pages.dashboard.close({ folder });
    return moveToBin(folder);
  });
  if (done.length > 0) {
    await app.runs.refresh();
    app.explorer.binChanged();
    const undo = "Undo";
    letGo(
      tell("info", say`${words(counted(done.length, "run"))} moved to the bin.`, undo).then(chosen => {
        if (chosen === undo) letGo(vscode.commands.executeCommand("pairingLab.runs.undoBin", done));
      }),
    );
  }
  throwAll(failures);
}

async function restoreAll(app: Needs<"runs" | "explorer">, binned: readonly string[]): Promise<void> {
  const { failures } = await withEach(binned, bringBack);
  await app.runs.refresh();
  app.explorer.binChanged();
  throwAll(failures);
}

/** Does something with each in turn, also after one it cannot be done with. */
async function withEach<R>(folders: readonly string[], act: (folder: string) => R | Promise<R>) {
  const done: R[] = [];
  const failures: unknown[] = [];
  for (const folder of folders)
    try {
      done.push(await act(folder));
    } catch (error) {
      failures.push(error);
    }
  return { done, failures };
}

function throwAll(failures: readonly unknown[]): void {
  if (failures.length > 0)
    throw new Error(
      failures.map(error => (error instanceof Error ? error.message : String(error))).join("\n"),
    );
}
