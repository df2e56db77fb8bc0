import { dirname } from "node:path";
import * as vscode from "vscode";
import { later, letGo } from "../../unattended/unattended.ts";
import { contextKeys } from "../contributions/context-keys.ts";
import type { RunsFolders } from "../runs-folders.ts";
import { foldersAround, isRun } from "./folders-around.ts";

const pattern = "**/*tfevents*";
/** More event files are not looked at: their folders are around those that were. */
const MOST_FILES = 2000;
/** So long the system's events are gathered before the workspace is searched again, in milliseconds. */
const GATHER_MS = 2000;

/** Tells the file explorer's menu which folders of the workspace hold event files of other programs, in them or below. */
export class LogFolders {
  readonly #runsFolders: RunsFolders;
  readonly #subscriptions: readonly { dispose(): unknown }[];
  #timer: NodeJS.Timeout | undefined;

  constructor(runsFolders: RunsFolders) {
    this.#runsFolders = runsFolders;
    const watcher = vscode.workspace.createFileSystemWatcher(pattern, false, true, false);
    const soon = (uri?: vscode.Uri) => {
      if (uri !== undefined && isRun(dirname(uri.fsPath))) return;
      this.#timer ??= later(GATHER_MS, () => {
        this.#timer = undefined;
        return this.#look();
      });
    };
    this.#subscriptions = [
      watcher,
      watcher.onDidCreate(soon),
      watcher.onDidDelete(soon),
      vscode.workspace.onDidChangeWorkspaceFolders(() => {
        soon();
      }),
    ];
    letGo(this.#look());
  }

  async #look(): Promise<void> {
    // Our own runs have event files too, thousands maybe, that must not take the places of others': where they are made is
    // looked through apart.
    const runsFolders = this.#runsFolders.all;
    const inside = runsFolders
      .map(folder => vscode.workspace.asRelativePath(folder, false))
      .filter(folder => !folder.startsWith("/") && !/[{},*?[\]]/.test(folder));
    const exclude = `{${["**/node_modules/**", ...inside.map(folder => `${folder}/**`)].join(",")}}`;
    const found = await Promise.all([
      vscode.workspace.findFiles(pattern, exclude, MOST_FILES),
      ...runsFolders.map(folder =>
        vscode.workspace.findFiles(new vscode.RelativePattern(folder, pattern), null, MOST_FILES),
      ),
    ]);
    const roots = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
    const folders = foldersAround(
      found
        .flat()
        .map(({ fsPath }) => dirname(fsPath))
        .filter(folder => !isRun(folder)),
      roots,
    );
    await vscode.commands.executeCommand("setContext", contextKeys.logFolders, folders);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const subscription of this.#subscriptions) subscription.dispose();
  }
}
