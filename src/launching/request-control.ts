import type { JournalEntry } from "../runs/journal.ts";

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

/** Appends a request and gives its outcome, an intervention or a refusal. Throws ControlError. */
export function requestControl(
  folder: string,
  order: ControlOrder,
  options: ControlOptions,
): Promise<JournalEntry | null> {
  return Promise.reject(new Error(`not built yet: ${folder} ${order.do} ${options.by}`));
}
