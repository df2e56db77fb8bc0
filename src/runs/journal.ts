import { join } from "node:path";
import * as z from "zod";
import { standing, type Intervention } from "../experiment/timeline.ts";
import { runFiles } from "./file-names.ts";
import { readRecords } from "./ndjson-file.ts";
import { textUpTo } from "./text-up-to.ts";

/** One line of journal.ndjson: what happened to a run, in the order it happened. */
export interface JournalEntry {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** The step after which it happened: a value set at step s holds from step s + 1. */
  readonly step: number;
  readonly kind: "intervention" | "refused" | "notice";
  /** The id of the control request that this line is the outcome of. */
  readonly request?: string;
  /** For an intervention, what was done: a knob set, the run paused, resumed or stopped, a checkpoint written. */
  readonly do?: "set" | "pause" | "resume" | "checkpoint" | "stop";
  readonly key?: string;
  readonly from?: number;
  readonly to?: number;
  readonly by?: string;
  readonly message?: string;
  /** For a notice about an unreadable line of control.ndjson, the byte at which that line begins. */
  readonly controlOffset?: number;
}

/** An entry as the trainer gives it: the time is filled in. */
export type NewJournalEntry = Omit<JournalEntry, "at"> & { readonly at?: string };

/** Longer ones are none of ours: no page takes them. */
const short = z.string().max(1_000);

const schema = z.looseObject({
  at: short,
  step: z.int().min(0),
  kind: z.enum(["intervention", "refused", "notice"]),
  request: short.exactOptional(),
  do: z.enum(["set", "pause", "resume", "checkpoint", "stop"]).exactOptional(),
  key: short.exactOptional(),
  from: z.number().exactOptional(),
  to: z.number().exactOptional(),
  by: short.exactOptional(),
  message: textUpTo(20_000).exactOptional(),
  controlOffset: z.int().exactOptional(),
});

/** One line's value as an entry; null when it is none. */
export function journalEntry(value: unknown): JournalEntry | null {
  const parsed = schema.safeParse(value);
  return parsed.success ? parsed.data : null;
}

/** The knobs turned by hand, as a journal tells, as far as that counts; a change of the planned steps, on record likewise, is none. */
export function interventionsOf(journal: readonly JournalEntry[]): Intervention[] {
  return standing(
    journal.flatMap(({ kind, step, key, to }) =>
      kind === "intervention" && key !== undefined && key !== "steps" && to !== undefined
        ? [{ step, key, to }]
        : [],
    ),
  );
}

/** The readable lines of the journal, oldest first; empty when there is none yet. */
export function readJournal(folder: string): JournalEntry[] {
  return readRecords(join(folder, runFiles.journal), schema);
}
