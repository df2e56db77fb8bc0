import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { appendRequest } from "../runs/control.ts";
import { readJournal, type JournalEntry } from "../runs/journal.ts";
import { observeRun } from "../runs/list.ts";
import { isEnded } from "../runs/status.ts";

export type ControlOrder =
  | { readonly do: "set"; readonly key: string; readonly value: number }
  | { readonly do: "pause" | "resume" | "checkpoint" | "stop" };

export interface ControlOptions {
  /** Who asks, for the journal. */
  readonly by: string;
  /** Wait for the outcome (default); without, gives null as soon as the request is written. */
  readonly wait?: boolean;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** The run cannot answer: it is not live, ended while we waited, or took too long. */
export class ControlError extends Error {
  override readonly name = "ControlError";
}

const POLL_MS = 50;
const TIMEOUT_MS = 30_000;

/** Appends a request and gives its outcome, an intervention or a refusal. Throws ControlError, RunReadError, RunWriteError. */
export async function requestControl(
  folder: string,
  order: ControlOrder,
  { by, wait = true, timeoutMs = TIMEOUT_MS, signal }: ControlOptions,
): Promise<JournalEntry | null> {
  const reason = await whyDead(folder);
  if (reason !== null) throw new ControlError(`${folder}: nothing can be asked of this run: ${reason}.`);
  const id = randomUUID();
  appendRequest(folder, { id, at: new Date().toISOString(), by, ...order });
  if (!wait) return null;
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    // Looked at before the journal: a run that ends settles its requests first.
    const ended = await whyDead(folder);
    const outcome = readJournal(folder).find(entry => entry.request === id);
    if (outcome !== undefined) return outcome;
    if (ended !== null)
      throw new ControlError(`${folder}: the run ended before it read the request: ${ended}.`);
    if (performance.now() > deadline) {
      const seconds = (timeoutMs / 1000).toFixed(0);
      throw new ControlError(
        `${folder}: no answer within ${seconds} s. The request stands; the journal will show its outcome.`,
      );
    }
    await delay(POLL_MS, undefined, signal === undefined ? {} : { signal });
  }
}

/** Why a run cannot answer; null when it can. */
async function whyDead(folder: string): Promise<string | null> {
  const { state } = await observeRun(folder);
  if (state === "lost") return "its trainer is gone; it can be resumed";
  return isEnded(state) ? `it is not training, its state is ${state}` : null;
}
