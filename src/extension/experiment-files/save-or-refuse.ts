import { basename } from "node:path";
import * as vscode from "vscode";
import { InputError } from "../../experiment/input-error.ts";
import { mention } from "../door/messages.ts";
import { say } from "../door/words.ts";

/**
 * Saves what an editor holds before something is started by it, so that the file says what is trained; one that is no
 * file yet stays as it is. Rejects with an InputError where saving is refused, or where the text is no file of this
 * machine (an older version in a comparison, say), of which a trainer would read something else.
 */
export async function saveOrRefuse(document: vscode.TextDocument): Promise<void> {
  const refuse = (message: string): never => {
    throw new InputError([{ file: document.uri.fsPath, path: "", message }]);
  };
  if (document.isUntitled) return;
  if (document.uri.scheme !== "file")
    refuse("what is shown is not the file itself; open the file and start from there");
  if (!document.isDirty) return;
  if (!(await document.save()))
    refuse("its changes could not be saved, so nothing was started; save it and try again");
  mention(say`Saved ${basename(document.uri.path)} first: that is what starts`);
}

/** The editor's text of a file; undefined where none is open. */
export const openDocumentOf = (file: string | null): vscode.TextDocument | undefined =>
  vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === "file" && uri.fsPath === file);
