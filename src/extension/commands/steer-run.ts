import * as vscode from "vscode";
import { requestControl, type ControlOrder } from "../../launching/request-control.ts";
import type { JournalEntry } from "../../runs/journal.ts";
import { grouped, knobText } from "../number-text.ts";

const done = {
  pause: "Paused",
  resume: "Goes on",
  checkpoint: "Checkpoint written",
  stop: "Stopped",
} as const;

function outcomeText(order: ControlOrder, { step, to }: JournalEntry): string {
  if (order.do !== "set") return `${done[order.do]} at step ${grouped(step)}.`;
  return `${order.key} is ${knobText(to ?? order.value)} from step ${grouped(step + 1)} on.`;
}

/** Asks something of a live run and tells what became of it. Rejects with ControlError when it cannot answer. */
export async function steerRun(
  folder: string,
  name: string,
  order: ControlOrder,
): Promise<JournalEntry | null> {
  const title = order.do === "set" ? `${name}: setting ${order.key}` : `${name}: ${order.do}`;
  const outcome = await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, () =>
    requestControl(folder, order, { by: "extension" }),
  );
  if (outcome === null) return null;
  if (outcome.kind === "refused") {
    void vscode.window.showWarningMessage(
      `${name}: refused: ${outcome.message ?? "the trainer gave no reason"}`,
    );
  } else {
    vscode.window.setStatusBarMessage(`${name}: ${outcomeText(order, outcome)}`, 5000);
  }
  return outcome;
}
