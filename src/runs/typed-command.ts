import { basename, dirname, relative, resolve } from "node:path";
import { modulesOf } from "../experiment/custom-parts.ts";
import type { Experiment } from "../experiment/schema.ts";
import { typedWord } from "../plain/shell-word.ts";

/** A command of ours as a person types it, whatever its words hold. */
export const typedCommand = (words: readonly string[]): string =>
  ["pairing-lab", ...words.map(typedWord)].join(" ");

/** A path as a word of a command, which takes what begins with a dash for an option. */
export const pathWord = (path: string): string => (path.startsWith("-") ? `./${path}` : path);

/** A path as a word of a command that is typed in a folder: from there where it lies inside. */
export function pathWordIn(folder: string, path: string): string {
  const inside = relative(folder, path);
  return inside.startsWith("..") ? path : pathWord(inside);
}

/** An option with its value, which is not taken for an option of its own. */
export const optionWords = (name: string, value: string): readonly string[] =>
  value.startsWith("--") ? [`--${name}=${value}`] : [`--${name}`, value];

/** What a command that trains must be told where an experiment has modules of its own, which is refused otherwise. */
export const trustIn = (hasModules: boolean): readonly string[] => (hasModules ? ["--trust"] : []);

export const trustWords = (experiment: Experiment): readonly string[] =>
  trustIn(modulesOf(experiment).length > 0);

/** A command that trains a run further or from one of its checkpoints, as a person types it in this process's folder. */
export const typedForRun = (
  verb: "resume" | "branch",
  folder: string,
  experiment: Experiment,
  ...options: readonly string[]
): string => typedCommand([verb, runWord(folder), ...options, ...trustWords(experiment)]);

/** What RUN finds: an id in the folder that is looked into where none is said, else the run's folder. */
function runWord(folder: string): string {
  const id = basename(folder);
  if (dirname(resolve(folder)) === resolve("runs") && !id.startsWith("-")) return id;
  return pathWordIn("", folder);
}
