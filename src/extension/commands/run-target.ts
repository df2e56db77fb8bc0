import * as vscode from "vscode";
import { observeRun, type ObservedRun } from "../../runs/list.ts";
import type { App } from "../app.ts";
import { fromFocus } from "../contributions/focus.ts";
import { stateLooks } from "../explorer/run-row.ts";
import { rowDescription } from "../explorer/run-row.ts";

/** The folders that a command was called with: a row and those selected with it, a folder, or nothing. */
export function givenFolders(app: App, given: readonly unknown[]): readonly string[] {
  const [first, selected] = given;
  if (first === fromFocus) return foldersIn(app.explorer.focused);
  const several = Array.isArray(selected) ? foldersIn(selected) : [];
  const one = foldersIn([first]);
  return several.length > 1 && one.every(folder => several.includes(folder)) ? several : one;
}

function foldersIn(things: readonly unknown[]): string[] {
  return things.flatMap(thing => {
    if (typeof thing !== "object" || thing === null) return [];
    if ("folder" in thing && typeof thing.folder === "string") return [thing.folder];
    if (!("row" in thing) || typeof thing.row !== "object" || thing.row === null) return [];
    const { row } = thing;
    if ("folder" in row && typeof row.folder === "string") return [row.folder];
    return "run" in row ? foldersIn([row.run]) : [];
  });
}

export interface Wanted {
  /** What the picker asks when nothing says which run is meant. */
  readonly placeholder: string;
  readonly accepts?: (run: ObservedRun) => boolean;
}

/**
 * The run that a command is about: the one it was called with, that of the dashboard in front, the only one there is,
 * or one that is picked. Undefined when the user picks none.
 */
export async function chooseRun(
  app: App,
  given: readonly unknown[],
  { placeholder, accepts = () => true }: Wanted,
): Promise<ObservedRun | undefined> {
  const [folder] = givenFolders(app, given);
  // A key on a row that is no run means no other run instead.
  if (folder === undefined && given[0] === fromFocus) return undefined;
  const named = folder ?? app.dashboards.activeFolder;
  if (named !== undefined) {
    const run = await observeRun(named);
    if (folder !== undefined || accepts(run)) return run;
  }
  const candidates = app.runs.all.filter(accepts);
  const [only] = candidates;
  if (only !== undefined && candidates.length === 1) return only;
  if (only === undefined) {
    void vscode.window.showInformationMessage("There is no run that this can be done with.");
    return undefined;
  }
  const items = candidates.map(run => ({
    label: `$(${stateLooks[run.state].icon}) ${app.explorer.notesOf(run.folder).name ?? run.info.name}`,
    description: rowDescription(run, app.explorer.notesOf(run.folder)),
    detail: run.info.id,
    run,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    placeHolder: placeholder,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked?.run;
}

/** Like `chooseRun`, for commands that work on several selected runs. */
export async function chooseFolders(app: App, given: readonly unknown[], wanted: Wanted): Promise<string[]> {
  const folders = givenFolders(app, given);
  if (folders.length > 0) return [...folders];
  const run = await chooseRun(app, given, wanted);
  return run === undefined ? [] : [run.folder];
}

/** Training runs what an experiment of the workspace says; says so and is false where the workspace is not trusted. */
export async function trusted(what: string): Promise<boolean> {
  if (vscode.workspace.isTrusted) return true;
  const manage = "Manage Workspace Trust";
  const message = `${what} needs a trusted workspace. In Restricted Mode runs can be looked at.`;
  const chosen = await vscode.window.showWarningMessage(message, manage);
  if (chosen === manage) await vscode.commands.executeCommand("workbench.trust.manage");
  return false;
}
