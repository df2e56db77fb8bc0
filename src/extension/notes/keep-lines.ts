import { existsSync } from "node:fs";
import { basename, dirname } from "node:path";
import * as vscode from "vscode";
import { insertionOf, notesTemplate, withLines } from "../../experiment/notes-text.ts";
import { readInputText } from "../../experiment/read-file.ts";
import { inReach } from "../../reach/reach.ts";
import { realPath } from "../../reach/real-path.ts";
import { replaceFile } from "../../runs/replace-file.ts";
import { sweepTemporary } from "../../runs/temporary.ts";
import { openDocumentOf } from "../experiment-files/save-or-refuse.ts";

/** What became of the lines: an editor that had unsaved changes keeps them, and these with them. */
export type Kept = "saved" | "unsaved";

/**
 * Puts lines into an experiment's notes, which begin with them where there are none yet. What an editor holds is edited
 * there, so that nothing unsaved is lost and it can be undone; else the file is replaced at once. Rejects with InputError
 * for a file that is no text.
 */
export async function keepLines(notes: string, experiment: string, lines: readonly string[]): Promise<Kept> {
  const document = openDocumentOf(notes);
  if (document !== undefined) return editLines(document, lines);
  const text = existsSync(inReach(notes))
    ? withLines(readInputText(notes), lines)
    : notesTemplate(experiment, lines);
  // A link stays one: what it leads to is replaced.
  const place = realPath(notes);
  sweepTemporary(dirname(place), basename(place));
  replaceFile(place, Buffer.from(text), { durable: true });
  return "saved";
}

async function editLines(document: vscode.TextDocument, lines: readonly string[]): Promise<Kept> {
  const wasDirty = document.isDirty;
  const { at, text } = insertionOf(document.getText(), lines);
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, document.positionAt(at), text);
  if (!(await vscode.workspace.applyEdit(edit)))
    throw new Error("The editor did not take the line into the notes; try again.");
  return !wasDirty && (await document.save()) ? "saved" : "unsaved";
}
