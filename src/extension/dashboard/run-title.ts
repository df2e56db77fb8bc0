import { nameWith } from "../../protocol/run-names.ts";
import type { ObservedRun } from "../../runs/list.ts";
import type { Notes } from "../../runs/notes.ts";
import { toldApart } from "../explorer/run-row.ts";

interface KnownRuns {
  readonly all: readonly ObservedRun[];
  notesOf(folder: string): Notes;
}

/**
 * Makes the title of a run's tab: what tells it apart from the window's other runs of its name, then the name. That is
 * looked at anew only when there are other such runs: of many, it takes a while.
 */
export function runTitles(runs: KnownRuns, folder: string): (name: string, seed: number) => string {
  let among: readonly string[] = [];
  let words: readonly string[] = [];
  return (name, seed) => {
    const same = runs.all.filter(run => (runs.notesOf(run.folder).name ?? run.info.name) === name);
    if (same.length !== among.length || same.some((run, i) => run.folder !== among[i])) {
      among = same.map(run => run.folder);
      words = toldApart(same, of => runs.notesOf(of))[among.indexOf(folder)] ?? [];
    }
    return words.length === 0 ? `${name} · seed ${seed}` : nameWith(words, name);
  };
}
