import { dirname, relative, resolve, sep } from "node:path";
import { realPath } from "../reach/real-path.ts";
import type { RunInfo } from "./run-info.ts";

/** An experiment's file as a run in a folder of runs records it. */
export const recordedFile = (runsFolder: string, file: string): string =>
  relative(realPath(runsFolder), realPath(file)).replaceAll(sep, "/");

/** The real path of a file that something in a folder of runs records. Nothing need lie there any more. */
export const fileFrom = (
  runsFolder: string,
  recorded: string,
  real: (folder: string) => string = realPath,
): string => resolve(real(runsFolder), recorded);

/**
 * The real path that a run's experiment was read from; null where it records none. Nothing need lie there any more.
 * `real` finds the real path of a folder, for who asks about many runs.
 */
export const fileOfRun = (
  folder: string,
  { file }: Pick<RunInfo, "file">,
  real: (folder: string) => string = realPath,
): string | null => (file === undefined ? null : fileFrom(dirname(folder), file, real));
