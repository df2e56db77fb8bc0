import * as vscode from "vscode";
import { MOST_SOURCES } from "../../protocol/curves.ts";
import type { App } from "../app.ts";
import { rowDescription, stateLooks } from "../explorer/run-row.ts";

/** Lets the user pick runs and logs beside those that are shown already; none where none was picked. */
export async function pickSources(app: App, shown: readonly string[]): Promise<string[]> {
  const room = MOST_SOURCES - shown.length;
  if (room <= 0) {
    void vscode.window.showInformationMessage(`${MOST_SOURCES} runs are as many as can be shown together.`);
    return [];
  }
  const runs = app.runs.all.map(run => ({
    label: `$(${stateLooks[run.state].icon}) ${app.explorer.notesOf(run.folder).name ?? run.info.name}`,
    description: rowDescription(run, app.explorer.notesOf(run.folder)),
    detail: run.info.id,
    folder: run.folder,
  }));
  const logs = app.logs.all.flatMap(log =>
    log.runs.map(({ name, folder }) => ({
      label: `$(graph-line) ${name === "." ? log.name : name}`,
      description: log.name,
      detail: folder,
      folder,
    })),
  );
  const items = [...runs, ...logs].filter(({ folder }) => !shown.includes(folder));
  if (items.length === 0) {
    void vscode.window.showInformationMessage(
      "There is no other run here. Pairing Lab: Open TensorBoard Logs… adds those of other programs.",
    );
    return [];
  }
  const picked = await vscode.window.showQuickPick(items, {
    title: shown.length === 0 ? "Show the curves of which runs?" : "Add to these curves",
    placeHolder: `One to ${room} runs`,
    canPickMany: true,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return (picked ?? []).slice(0, room).map(({ folder }) => folder);
}
