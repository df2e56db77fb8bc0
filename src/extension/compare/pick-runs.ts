import * as vscode from "vscode";
import { MOST_COMPARED } from "../../protocol/compare.ts";
import type { App } from "../app.ts";
import { rowDescription, stateLooks } from "../explorer/run-row.ts";

/** Lets the user pick runs beside those that are compared already; none where there are none or none was picked. */
export async function pickForComparing(app: App, compared: readonly string[]): Promise<string[]> {
  const room = MOST_COMPARED - compared.length;
  if (room <= 0) {
    void vscode.window.showInformationMessage(`${MOST_COMPARED} runs are as many as can be compared.`);
    return [];
  }
  const items = app.runs.all
    .filter(({ folder }) => !compared.includes(folder))
    .map(run => ({
      label: `$(${stateLooks[run.state].icon}) ${app.explorer.notesOf(run.folder).name ?? run.info.name}`,
      description: rowDescription(run, app.explorer.notesOf(run.folder)),
      detail: run.info.id,
      folder: run.folder,
    }));
  const picked = await vscode.window.showQuickPick(items, {
    title: compared.length === 0 ? "Compare runs" : "Add to the comparison",
    placeHolder: `${compared.length === 0 ? "Two" : "One"} to ${room} runs`,
    canPickMany: true,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return (picked ?? []).slice(0, room).map(({ folder }) => folder);
}
