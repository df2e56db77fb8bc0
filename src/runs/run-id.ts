import { dirname, join } from "node:path";
import * as z from "zod";

/** The longest name that common file systems take. */
const MOST_CHARACTERS = 255;

// Also not what another system takes for a path: a run is copied between them. A leading dot hides what is no run.
const isOneName = (text: string): boolean => /^[^./\\:\p{Cc}][^/\\:\p{Cc}]*$/u.test(text);

/**
 * The id of a run as a file names it. It is the name of a run's folder, so it is joined with folders, and whoever wrote
 * the file must not choose which: one name, never a path.
 */
export const runId = z
  .string()
  .max(MOST_CHARACTERS, `a run's id has at most ${MOST_CHARACTERS} characters`)
  .refine(isOneName, "a run's id is the name of its folder: no path, no leading dot");

/** Where the run of an id lies, if it is there, beside the run in `folder`. */
export const runBeside = (folder: string, id: string): string => join(dirname(folder), id);
