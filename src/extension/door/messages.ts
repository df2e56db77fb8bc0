import * as vscode from "vscode";
import { shown, type Words } from "./words.ts";

export type Severity = "info" | "warning" | "error";

/** Tells something in a notification; resolves to the action that the person chose. */
export async function tell<Action extends string>(
  severity: Severity,
  message: Words,
  ...actions: readonly Action[]
): Promise<Action | undefined> {
  const show = {
    info: vscode.window.showInformationMessage,
    warning: vscode.window.showWarningMessage,
    error: vscode.window.showErrorMessage,
  }[severity];
  const labels = actions.map(shown);
  const chosen = await show(message.text, ...labels);
  return chosen === undefined ? undefined : actions[labels.indexOf(chosen)];
}

/** Asks, in a dialog that waits for the answer, whether something shall be done; `action` says what. */
export async function confirmed(question: Words, action: string): Promise<boolean> {
  return (await vscode.window.showWarningMessage(question.text, { modal: true }, action)) === action;
}

/** Mentions something in the status bar for so many milliseconds. */
export function mention(message: Words, milliseconds = 5_000): void {
  vscode.window.setStatusBarMessage(message.text, milliseconds);
}

/** Does something while the status bar says so. */
export const whileMentioned = <T>(title: Words, work: () => Promise<T>): Thenable<T> =>
  vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title: title.text }, work);

/** Does something while a notification says so. */
export const whileTold = <T>(title: Words, work: () => Promise<T>): Thenable<T> =>
  vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title: title.text }, work);

/** The same for what the person can cancel: the signal is aborted then. */
export function whileCancellable<T>(title: Words, work: (cancelled: AbortSignal) => Promise<T>): Thenable<T> {
  const place = { location: vscode.ProgressLocation.Notification, title: title.text, cancellable: true };
  return vscode.window.withProgress(place, async (_, token) => {
    const abort = new AbortController();
    const listening = token.onCancellationRequested(() => {
      abort.abort();
    });
    try {
      return await work(abort.signal);
    } finally {
      listening.dispose();
    }
  });
}
