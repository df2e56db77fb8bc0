import * as vscode from "vscode";
import { resolveRunsFolder } from "../runs-folder.ts";
import { setting } from "../setting.ts";
import { isInWorkspace } from "./module-trust.ts";

/**
 * Where TensorFlow's package is looked for, whose native code has the user's rights: in the folder that the setting names, else
 * from an experiment's or run's own folder, where that lies in the workspace. Nowhere in one that is not trusted.
 */
export function tensorflowFolder(own: string): string | undefined {
  if (!vscode.workspace.isTrusted) return undefined;
  const scope = vscode.Uri.file(own);
  const named = setting("tensorflowFolder", scope).trim();
  const place = vscode.workspace.getWorkspaceFolder(scope) ?? vscode.workspace.workspaceFolders?.[0];
  if (named !== "") return resolveRunsFolder(named, place?.uri.fsPath ?? null, own);
  return isInWorkspace(own) ? own : undefined;
}
