import { checkpointNow } from "../../launching/checkpoint-now.ts";
import type { ObservedRun } from "../../runs/list.ts";
import { whileCancellable } from "../door/messages.ts";
import { say } from "../door/words.ts";

/**
 * Has a live run write a checkpoint to branch from; gives its step, or undefined when the user gave up waiting. Rejects
 * with ControlError when the run cannot write one.
 */
export async function saveForBranch({ folder, info }: ObservedRun): Promise<number | undefined> {
  const title = say`${info.name}: writing the checkpoint that the branch begins from`;
  return whileCancellable(title, async signal => {
    try {
      return await checkpointNow(folder, { by: "extension", signal });
    } catch (error) {
      if (signal.aborted) return undefined;
      throw error;
    }
  });
}
