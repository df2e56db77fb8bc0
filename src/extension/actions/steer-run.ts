import { requestControl, type ControlOrder } from "../../launching/request-control.ts";
import type { JournalEntry } from "../../runs/journal.ts";
import { letGo } from "../../unattended/unattended.ts";
import { mention, tell, whileMentioned } from "../door/messages.ts";
import { say, words, type Words } from "../door/words.ts";
import { tickStep } from "./tick-step.ts";
import { grouped, knobText } from "../number-text.ts";

const done = {
  pause: "Paused",
  resume: "Goes on",
  checkpoint: "Checkpoint written",
  stop: "Stopped",
} as const;

function outcomeText(order: ControlOrder, { step, to }: JournalEntry): Words {
  if (order.do !== "set") return words(`${done[order.do]} at step ${grouped(step)}.`);
  return words(`${order.key} is ${knobText(to ?? order.value)} from step ${grouped(step + 1)} on.`);
}

/** Asks something of a live run and tells what became of it. Rejects with ControlError when it cannot answer. */
export async function steerRun(
  folder: string,
  name: string,
  order: ControlOrder,
): Promise<JournalEntry | null> {
  const doing = words(order.do === "set" ? `setting ${order.key}` : order.do);
  const outcome = await whileMentioned(say`${name}: ${doing}`, () =>
    requestControl(folder, order, { by: "extension" }),
  );
  if (outcome === null) return null;
  if (outcome.kind === "refused") {
    const reason = words(outcome.message ?? "the trainer gave no reason");
    letGo(tell("warning", say`${name}: refused: ${reason}`));
  } else {
    if (order.do === "set") tickStep("turned");
    mention(say`${name}: ${outcomeText(order, outcome)}`);
  }
  return outcome;
}
