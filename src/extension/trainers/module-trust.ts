import { readFileSync, realpathSync } from "node:fs";
import { sep } from "node:path";
import * as vscode from "vscode";
import { inReach } from "../../reach/reach.ts";
import { keptModules } from "../../runs/kept-modules.ts";
import { readRunInfo } from "../../runs/run-info.ts";

/**
 * Whether the modules that a run keeps may run: in a trusted workspace, where the run lies in it, or where each of its
 * modules is, letter by letter, a file of it. A run from elsewhere is a stranger's, though it is in a list here.
 */
export function mayRunModules(folder: string): boolean {
  if (!vscode.workspace.isTrusted) return false;
  if (isInWorkspace(folder)) return true;
  try {
    const kept = Object.values(keptModules(folder, readRunInfo(folder)));
    return kept.every(
      ({ file, text }) => isInWorkspace(file) && readFileSync(inReach(file), "utf8") === text,
    );
  } catch {
    return false;
  }
}

/** By real paths: a link leads where it leads. */
export function isInWorkspace(path: string): boolean {
  try {
    const real = realpathSync.native(path);
    return (vscode.workspace.workspaceFolders ?? []).some(({ uri }) =>
      real.startsWith(realpathSync.native(uri.fsPath) + sep),
    );
  } catch {
    return false;
  }
}
