import type { ObservedRun } from "../../runs/list.ts";
import type { Notes } from "../../runs/notes.ts";
import type { Choice } from "../door/questions.ts";
import { rowDescription, stateLooks, toldApart } from "./run-row.ts";

export interface RunChoiceItem extends Choice {
  readonly run: ObservedRun;
}

/** Runs to pick from, with what tells them apart from each other. */
export function runChoices(
  runs: readonly ObservedRun[],
  notesOf: (folder: string) => Notes,
): RunChoiceItem[] {
  const words = toldApart(runs, notesOf);
  return runs.map((run, i) => {
    const notes = notesOf(run.folder);
    return {
      icon: stateLooks[run.state].icon,
      label: notes.name ?? run.info.name,
      description: rowDescription({ run, notes, apart: words[i] ?? [], underParent: false }),
      detail: run.info.id,
      run,
    };
  });
}
