import { basename } from "node:path";
import * as vscode from "vscode";
import { InputError } from "../../experiment/input-error.ts";
import { readInputText } from "../../experiment/read-file.ts";
import { inReach } from "../../reach/reach.ts";
import { additionTo } from "../../sweeps/addition.ts";
import { valuesText } from "../../sweeps/report/edge.ts";
import { readSweepRecord, sweepFileOf, type SweepRecord } from "../../sweeps/sweep-record.ts";
import { letGo } from "../../unattended/unattended.ts";
import { tell } from "../door/messages.ts";
import { say, words } from "../door/words.ts";
import { openDocumentOf } from "../experiment-files/save-or-refuse.ts";
import { showProblem } from "../experiment-files/show-problem.ts";
import { filesOfName, pickSweepFile, recordedSweepFile } from "./sweep-files.ts";
import { manyIn } from "./sweep-place.ts";

/**
 * Writes values of an axis into the file of the sweep that a folder holds, as an edit that Undo takes back and that is not saved,
 * and shows them; resolves to false where the person picked no file. Rejects with InputError where the file is not that sweep's.
 */
export async function addValues(
  folder: string,
  { key, values }: { readonly key: string; readonly values: readonly number[] },
): Promise<boolean> {
  const record = readSweepRecord(folder);
  if (record === null)
    refuse(folder, "there is no record of the sweep (sweep.json), so its file is not known");
  const file = await fileOfSweep(folder, record);
  if (file === undefined) return false;
  const document = await vscode.workspace.openTextDocument(inReach(file));
  try {
    const read = (named: string) => openDocumentOf(named)?.getText() ?? readInputText(named);
    const { edits, ...added } = additionTo({ record, file, text: document.getText(), key, values }, read);
    const edit = new vscode.WorkspaceEdit();
    for (const { offset, length, content } of edits)
      edit.replace(document.uri, rangeIn(document, { offset, length }), content);
    if (!(await vscode.workspace.applyEdit(edit))) refuse(file, "the editor did not take the edit");
    const editor = await vscode.window.showTextDocument(document, { preview: false });
    const found = added.places.map(place => rangeIn(document, place));
    editor.selections = found.map(({ start, end }) => new vscode.Selection(start, end));
    const [first] = found;
    if (first !== undefined) editor.revealRange(first, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    offerToRun(document, { key, ...added });
  } catch (error) {
    if (error instanceof InputError) await showProblem(document, error);
    throw error;
  }
  return true;
}

function refuse(file: string, message: string): never {
  throw new InputError([{ file, path: "", message }]);
}

/** The one that the record names; where it names none that is there, the person says which, and hears why. */
async function fileOfSweep(folder: string, record: SweepRecord): Promise<string | undefined> {
  const recorded = recordedSweepFile(folder, record);
  if (recorded !== null) return recorded;
  const { name } = record;
  const files = await filesOfName(name);
  if (files.length === 0) {
    const made = manyIn(folder)?.kind === "search" || record.sweepFile === null;
    refuse(
      folder,
      made
        ? "no sweep file made it: a search of the weight goes on by itself, with a larger budget"
        : `there is no file ${name}.sweep.json in this workspace to add them to`,
    );
  }
  const gone = sweepFileOf(folder, record);
  const why =
    gone === null
      ? say`An earlier version trained this sweep and did not record its file. Which one is it?`
      : say`${gone}, of which this sweep was trained, is gone. Which file is it now?`;
  return pickSweepFile(files, why);
}

const rangeIn = (
  document: vscode.TextDocument,
  { offset, length }: { readonly offset: number; readonly length: number },
): vscode.Range => new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));

function offerToRun(
  document: vscode.TextDocument,
  { key, values, runs }: { readonly key: string; readonly values: readonly number[]; readonly runs: number },
): void {
  const run = "Run Sweep";
  const message = say`Added ${words(valuesText(values))} to ${words(key)} in ${basename(document.uri.fsPath)}: ${runs} more runs. What is finished is not trained again.`;
  letGo(
    tell("info", message, run).then(async chosen => {
      if (chosen === run) await vscode.commands.executeCommand("pairingLab.sweep.run", document.uri);
    }),
  );
}
