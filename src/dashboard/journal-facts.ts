import type { JournalFacts } from "../protocol/dashboard-state.ts";
import type { JournalEntry } from "../runs/journal.ts";

const LONGEST_MESSAGE = 10_000;
const LONGEST_NAME = 500;

/** A line of the journal with what it leaves out as null, and nothing longer than it needs to be. */
export function journalFacts(entry: JournalEntry): JournalFacts {
  const cut = (text: string | undefined, most: number) => text?.slice(0, most) ?? null;
  return {
    at: entry.at.slice(0, LONGEST_NAME),
    step: entry.step,
    kind: entry.kind,
    do: entry.do ?? null,
    request: cut(entry.request, LONGEST_NAME),
    key: cut(entry.key, LONGEST_NAME),
    from: entry.from ?? null,
    to: entry.to ?? null,
    by: cut(entry.by, LONGEST_NAME),
    message: cut(entry.message, LONGEST_MESSAGE),
  };
}
