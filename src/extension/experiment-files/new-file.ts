import { existsSync } from "node:fs";
import * as vscode from "vscode";
import { inReach } from "../../reach/reach.ts";
import { askStep, type Answer } from "../door/steps.ts";
import type { Text } from "../door/words.ts";
import { openUnsaved } from "./open-unsaved.ts";

interface FileName {
  readonly title: Text;
  readonly proposal: string;
  /** What the file's name ends with. */
  readonly ending: string;
  /** Where it will lie; undefined where no folder is open. */
  readonly folder: vscode.Uri | undefined;
}

/** Asks what a new file is called, without its ending; a number makes a proposal that is taken free. */
export function askFileName(
  { title, proposal, ending, folder }: FileName,
  at: { readonly hasBack: boolean },
): Promise<Answer<string>> {
  const taken = (name: string) =>
    folder !== undefined && existsSync(inReach(vscode.Uri.joinPath(folder, `${name}${ending}`).fsPath));
  let value = proposal;
  for (let number = 2; taken(value); number++) value = `${proposal}-${number}`;
  return askStep(
    {
      title,
      prompt: `Its name; the file is NAME${ending}`,
      value,
      check: text => {
        if (!/^[\w.-][\w .-]{0,79}$/.test(text)) return "letters, digits, spaces, dots, - and _; at most 80";
        return taken(text) ? `${text}${ending} is there already` : null;
      },
    },
    at,
  );
}

/** Writes and opens the file; without a folder it is an editor that is still to be saved. */
export async function openNew(content: string, name: string, folder: vscode.Uri | undefined): Promise<void> {
  if (folder === undefined) {
    await openUnsaved(content, name);
    return;
  }
  const target = vscode.Uri.joinPath(folder, name);
  const edit = new vscode.WorkspaceEdit();
  edit.createFile(target, { overwrite: false, contents: new TextEncoder().encode(content) });
  if (!(await vscode.workspace.applyEdit(edit))) throw new Error(`${target.fsPath} could not be written.`);
  await vscode.window.showTextDocument(target, { preview: false });
}
