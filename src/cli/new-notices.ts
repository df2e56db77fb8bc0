import { statSync } from "node:fs";
import { join } from "node:path";
import { readJournal } from "../runs/journal.ts";
import { runFiles } from "../runs/file-names.ts";

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** Gives, whenever it is asked, the notices that a run's journal got since the last time; those of before now are old. */
export function newNotices(folder: string): () => string[] {
  const file = join(folder, runFiles.journal);
  let read = sizeOf(file);
  let told = read === 0 ? 0 : readJournal(folder).length;
  return () => {
    const size = sizeOf(file);
    if (size === read) return [];
    read = size;
    const entries = readJournal(folder).slice(told);
    told += entries.length;
    return entries.flatMap(({ kind, message }) =>
      kind === "notice" && message !== undefined ? [message] : [],
    );
  };
}
