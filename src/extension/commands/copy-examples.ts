import { cp } from "node:fs/promises";
import { join } from "node:path";
import * as vscode from "vscode";
import { tell } from "../door/messages.ts";
import { say } from "../door/words.ts";

/** Copies the examples into the folder `examples` of the workspace; what is there already stays as it is. */
export async function copyExamples(from: string): Promise<void> {
  const place = vscode.workspace.workspaceFolders?.[0]?.uri;
  if (place === undefined) {
    await tell("info", say`Open a folder first: the examples are copied into it.`);
    return;
  }
  const target = join(place.fsPath, "examples");
  await cp(from, target, { recursive: true, force: false });
  await vscode.window.showTextDocument(vscode.Uri.file(join(target, "ring-8.gan.json")), { preview: false });
}
