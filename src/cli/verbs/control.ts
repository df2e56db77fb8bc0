import { requestControl, type ControlOrder } from "../../launching/request-control.ts";
import type { JournalEntry } from "../../runs/journal.ts";
import { observe, type ObservedRun } from "../../runs/list.ts";
import { checkRunKnob } from "../../runs/run-knobs.ts";
import { grouped } from "../drawing/numbers.ts";
import { OperationError, UsageError } from "../failure.ts";
import { didYouMean } from "../nearest.ts";
import { printJson, printLines } from "../print.ts";
import { chosenRun } from "../run-choice.ts";
import { runsOption, type Verb } from "../verb.ts";

const requests = ["set", "pause", "resume", "checkpoint", "stop"] as const;

export const control: Verb = {
  name: "control",
  group: "Training",
  summary: "turn a knob of a run that trains, pause it, save it, or stop it",
  positionals: ["RUN", "REQUEST..."],
  usage: ["RUN set KEY=VALUE", "RUN pause | resume | checkpoint | stop"],
  options: {
    "no-wait": { summary: "do not wait for the outcome" },
    runs: runsOption,
  },
  details: [
    "The request is written into the run's folder; the trainer applies it after the step it is at and records it in the journal.",
  ],
  examples: [
    { line: "control 2026-11 set pairing.weight=0.02", does: "holds from the next step on" },
    { line: "control 2026-11 stop", does: "saves a checkpoint and ends the run" },
  ],
  run: async call => {
    const [run = "", ...words] = call.given.positionals;
    const order = orderOf(words);
    const folder = await chosenRun(call, run);
    const outcome = await requestControl(folder, order, { by: "cli", wait: !call.given.flag("no-wait") });
    if (outcome?.kind === "refused") refuse(order, outcome, observe(folder));
    printJson(call, { run: folder, requested: order, outcome });
    printLines(call, [outcome === null ? "Requested." : outcomeLine(order, outcome)]);
    return 0;
  },
};

/** A value that the knob may not have is wrong input; a request at the wrong moment is a failure. */
function refuse(
  order: ControlOrder,
  { message = "the trainer refused it" }: JournalEntry,
  run: ObservedRun,
): never {
  if (order.do !== "set") throw new OperationError(message);
  const text = message.includes(order.key) ? message : `${order.key}: ${message}`;
  if (checkRunKnob(run, order.key, order.value) === null) throw new OperationError(text);
  throw new UsageError(text, { showUsage: false });
}

function orderOf(words: readonly string[]): ControlOrder {
  const [name = "", setting, extra] = words;
  const request = requests.find(known => known === name);
  if (request === undefined) {
    throw new UsageError(
      `there is no request ${name}; known: ${requests.join(", ")}${didYouMean(name, requests)}`,
    );
  }
  const tooMany = request === "set" ? extra : setting;
  if (tooMany !== undefined) throw new UsageError(`there is an argument too many: ${tooMany}`);
  if (request !== "set") return { do: request };
  const [, key, typed] = /^([^=]+)=(.+)$/.exec(setting ?? "") ?? [];
  if (key === undefined || typed === undefined)
    throw new UsageError("set needs KEY=VALUE, as pairing.weight=0.02");
  const value = Number(typed);
  if (typed.trim() === "" || !Number.isFinite(value))
    throw new UsageError(`${key} must be a number, not ${typed}`);
  return { do: "set", key, value };
}

const done = {
  pause: "Paused",
  resume: "Resumed",
  checkpoint: "Checkpoint written",
  stop: "Stopped",
} as const;

function outcomeLine(order: ControlOrder, { step, from, to }: JournalEntry): string {
  if (order.do !== "set") return `${done[order.do]} at step ${grouped(step)}.`;
  const change = from === undefined ? String(to ?? order.value) : `${from} -> ${to ?? order.value}`;
  return `${order.key}: ${change}, from step ${grouped(step + 1)} on.`;
}
