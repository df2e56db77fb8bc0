import { statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { inReach } from "../reach/reach.ts";
import { realPath } from "../reach/real-path.ts";
import { InputError } from "./input-error.ts";
import { readInputText } from "./read-file.ts";
import { withoutEnding } from "./defaults.ts";

export const notesEnding = ".notes.md";

/** The file beside an experiment's in which its people write what they expect, try and find: the one rule for its name. */
export const notesFileOf = (experiment: string): string =>
  join(dirname(experiment), withoutEnding(basename(experiment)) + notesEnding);

export interface ExperimentNotes {
  /** The file's name, without its folder. */
  readonly name: string;
  readonly text: string;
}

/**
 * The notes beside an experiment's file, whether that is there any more or not; null where there are none. Throws InputError
 * for what is no text of at most 1 MiB, and for a link that leads out of the folder: who exports a run gives its notes away.
 */
export function readNotesBeside(experiment: string): ExperimentNotes | null {
  const file = notesFileOf(experiment);
  const refuse = (message: string) => new InputError([{ file, path: "", message }]);
  let isFile: boolean;
  try {
    const facts = statSync(inReach(file), { throwIfNoEntry: false });
    if (facts === undefined) return null;
    isFile = facts.isFile();
  } catch (error) {
    throw refuse(error instanceof Error ? error.message : String(error));
  }
  if (!isFile) throw refuse("this is no file");
  if (dirname(realPath(file)) !== realPath(dirname(file)))
    throw refuse("this is a link that leads out of the experiment's folder");
  return { name: basename(file), text: readInputText(file) };
}
