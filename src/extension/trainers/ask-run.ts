import { ControlError, requestControl, type ControlOrder } from "../../launching/request-control.ts";
import { CallError } from "../../protocol/calls.ts";
import type { RequestOutcome } from "../../protocol/dashboard.ts";

/** Records a page's request to a run and waits for what became of it. Rejects with a CallError when it cannot answer. */
export async function askRun(
  folder: string,
  order: ControlOrder,
  asking: { readonly by: string; readonly signal?: AbortSignal },
): Promise<RequestOutcome> {
  try {
    const outcome = await requestControl(folder, order, asking);
    if (outcome === null) throw new CallError("failed", "the request was not answered");
    return outcome.kind === "refused"
      ? { kind: "refused", reason: outcome.message ?? "the trainer gave no reason" }
      : { kind: "applied", step: outcome.step };
  } catch (error) {
    if (error instanceof ControlError) throw new CallError("input", error.message);
    throw error;
  }
}
