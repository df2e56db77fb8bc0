import * as vscode from "vscode";
import { checkpointNow } from "../../launching/checkpoint-now.ts";
import type { ObservedRun } from "../../runs/list.ts";

/**
 * Has a live run write a checkpoint to branch from; gives its step, or undefined when the user gave up waiting. Rejects
 * with ControlError when the run cannot write one.
 */
export async function saveForBranch({ folder, info }: ObservedRun): Promise<number | undefined> {
  const progress = {
    location: vscode.ProgressLocation.Notification,
    title: `${info.name}: writing the checkpoint that the branch begins from`,
    cancellable: true,
  };
  return vscode.window.withProgress(progress, async (_, cancel) => {
    const given = new AbortController();
    const listening = cancel.onCancellationRequested(() => {
      given.abort();
    });
    try {
      return await checkpointNow(folder, { by: "extension", signal: given.signal });
    } catch (error) {
      if (given.signal.aborted) return undefined;
      throw error;
    } finally {
      listening.dispose();
    }
  });
}
