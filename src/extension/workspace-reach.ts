import { sep } from "node:path";
import * as vscode from "vscode";
import { readOnlyIn } from "../reach/reach.ts";
import type { RunsFolders } from "./runs-folders.ts";

/**
 * While the workspace is not trusted, what it holds is read and nothing else: its folders, and the runs folders of the
 * user's own settings. Before anything of it is read.
 */
export class WorkspaceReach {
  readonly #subscriptions: readonly { dispose(): unknown }[];

  constructor(extension: string, folders: RunsFolders) {
    const set = () => {
      const own = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
      // One that lies in the workspace is part of it: where it is a link, it leads where the workspace wants.
      const users = folders.all.filter(folder => !own.some(place => folder.startsWith(place + sep)));
      readOnlyIn(vscode.workspace.isTrusted ? null : [extension, ...own, ...users]);
    };
    set();
    this.#subscriptions = [
      vscode.workspace.onDidGrantWorkspaceTrust(set),
      vscode.workspace.onDidChangeWorkspaceFolders(set),
      folders.onChange(set),
    ];
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }
}
