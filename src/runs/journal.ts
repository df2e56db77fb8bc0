/** One line of journal.ndjson: what happened to a run, in the order it happened. */
export interface JournalEntry {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** The step after which it happened: a value set at step s holds from step s + 1. */
  readonly step: number;
  readonly kind: "intervention" | "refused" | "notice";
  /** The id of the control request that this line is the outcome of. */
  readonly request?: string;
  /** For an intervention, what was done: a knob set, or the run paused, resumed, stopped, a checkpoint written. */
  readonly do?: "set" | "pause" | "resume" | "checkpoint" | "stop";
  readonly key?: string;
  readonly from?: number;
  readonly to?: number;
  readonly by?: string;
  readonly message?: string;
}

/** An entry as the trainer gives it: the time is filled in. */
export type NewJournalEntry = Omit<JournalEntry, "at"> & { readonly at?: string };

/** The readable lines of the journal, oldest first; empty when there is none yet. */
export function readJournal(folder: string): JournalEntry[] {
  throw new Error(`not built yet: ${folder}`);
}
