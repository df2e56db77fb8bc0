import { statSync } from "node:fs";
import { join } from "node:path";
import { readJournal } from "../runs/journal.ts";
import { runFiles } from "../runs/file-names.ts";
import { Troubles } from "../runs/troubles.ts";

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** Gives, whenever it is asked, the notices that a run's journal got since the last time; those of before now are old. */
export function newNotices(folder: string): () => string[] {
  const file = join(folder, runFiles.journal);
  let read = sizeOf(file);
  let told = read === 0 ? 0 : readJournal(folder).length;
  const entriesSince = () => {
    const size = sizeOf(file);
    if (size === read) return [];
    const entries = readJournal(folder).slice(told);
    read = size;
    return entries;
  };
  return () => {
    // What is refused now is told the next time. A timer asks: an error would end the command, and the training with it.
    const entries = new Troubles(() => undefined).attempt(file, entriesSince) ?? [];
    told += entries.length;
    return entries.flatMap(({ kind, message }) =>
      kind === "notice" && message !== undefined ? [message] : [],
    );
  };
}
