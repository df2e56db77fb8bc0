import * as vscode from "vscode";
import { inReach } from "../../reach/reach.ts";
import { interventionsOf, readJournal } from "../../runs/journal.ts";
import type { ObservedRun } from "../../runs/list.ts";
import { refuseOthers } from "../../runs/other-trainer.ts";
import { letGo } from "../../unattended/unattended.ts";
import { tell } from "../door/messages.ts";
import { say } from "../door/words.ts";
import { openUnsaved } from "../experiment-files/open-unsaved.ts";
import { experimentText, withLiveChanges } from "../experiment-files/scheduled-experiment.ts";

/** In a terminal of the user's own, with whatever Python environment is active there. The folder is not part of the line. */
export function openTensorBoard(folder: string): void {
  const terminal = vscode.window.createTerminal({ name: "TensorBoard", cwd: folder });
  terminal.show();
  terminal.sendText("tensorboard --logdir .");
}

/** In the explorer where it lies in the workspace, else in the system's own file browser. */
export async function revealFolder(folder: string): Promise<void> {
  const uri = vscode.Uri.file(inReach(folder));
  const inside = vscode.workspace.getWorkspaceFolder(uri) !== undefined;
  const command = inside || vscode.env.remoteName !== undefined ? "revealInExplorer" : "revealFileInOS";
  if (inside || vscode.env.remoteName === undefined) await vscode.commands.executeCommand(command, uri);
  else {
    await vscode.env.clipboard.writeText(folder);
    letGo(tell("info", say`${folder} lies outside the workspace; its path is in the clipboard.`));
  }
}

/** Opens a new experiment in which what was turned by hand is a schedule. */
export async function saveAsExperiment(run: ObservedRun): Promise<void> {
  refuseOthers(run.info, "saveAsExperiment");
  const changes = interventionsOf(readJournal(run.folder));
  const name = `${run.info.experiment.name}-scheduled`;
  const scheduled = withLiveChanges(run.info.experiment, changes);
  const content = experimentText({ ...scheduled, name: name.slice(0, 100) }, [
    `Made of the run ${run.info.id}: what was turned while it trained is the schedule.`,
  ]);
  await openUnsaved(content, name);
}
