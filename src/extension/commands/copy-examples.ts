import { cp } from "node:fs/promises";
import { join } from "node:path";
import * as vscode from "vscode";
import { tell } from "../door/messages.ts";
import { say, words } from "../door/words.ts";

/** Copies the examples into the folder `examples` of the workspace. */
export const copyExamples = (from: string): Promise<void> =>
  copyIntoWorkspace(from, { name: "examples", opened: "ring-8.gan.json", what: "the examples are" });

/** Copies what writes runs from Python, with an example, into the folder `python` of the workspace. */
export const copyPythonWriter = (from: string): Promise<void> =>
  copyIntoWorkspace(from, {
    name: "python",
    opened: join("examples", "ring_gan.py"),
    what: "the Python writer is",
  });

interface Copied {
  /** The folder in the workspace. */
  readonly name: string;
  /** The file that is shown then. */
  readonly opened: string;
  /** For people, with its verb. */
  readonly what: string;
}

/** What is there already stays as it is. */
async function copyIntoWorkspace(from: string, { name, opened, what }: Copied): Promise<void> {
  const place = vscode.workspace.workspaceFolders?.[0]?.uri;
  if (place === undefined) {
    await tell("info", say`Open a folder first: ${words(what)} copied into it.`);
    return;
  }
  const target = join(place.fsPath, name);
  await cp(from, target, {
    recursive: true,
    force: false,
    filter: path => !path.endsWith("__pycache__"),
  });
  await vscode.window.showTextDocument(vscode.Uri.file(join(target, opened)), { preview: false });
}
