import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CustomPart } from "../experiment/custom-parts.ts";
import { RunReadError } from "./errors.ts";
import { runFiles } from "./file-names.ts";
import { readBounded } from "./read-json.ts";
import { syncPath } from "./replace-file.ts";
import type { RunInfo } from "./run-info.ts";

/** A module of the researcher's own as a run keeps it: what is trained, whatever becomes of the file. */
export interface KeptModule {
  /** Where it was written, an absolute path. */
  readonly file: string;
  readonly text: string;
}

export type KeptModules = Readonly<Partial<Record<CustomPart, KeptModule>>>;

export const MOST_MODULE_BYTES = 256 * 1024;

export const keptModulePath = (folder: string, part: CustomPart): string =>
  join(folder, runFiles.modules, `${part}.mjs`);

const entriesOf = <T>(modules: Readonly<Partial<Record<CustomPart, T>>>) =>
  Object.entries(modules) as [CustomPart, T][]; // the keys are the type's

/** Puts the modules into a run's folder, durably. */
export function keepModules(folder: string, modules: KeptModules): void {
  const kept = entriesOf(modules);
  if (kept.length === 0) return;
  mkdirSync(join(folder, runFiles.modules));
  for (const [part, { text }] of kept) {
    writeFileSync(keptModulePath(folder, part), text);
    syncPath(keptModulePath(folder, part));
  }
  syncPath(join(folder, runFiles.modules));
}

/** Where the modules of a run were written, by part: what run.json says of them. */
export const moduleFiles = (modules: KeptModules): NonNullable<RunInfo["modules"]> =>
  Object.fromEntries(entriesOf(modules).map(([part, { file }]) => [part, file]));

/** The modules that a run keeps. Throws RunReadError where one is not there any more. */
export function keptModules(folder: string, { modules = {} }: Pick<RunInfo, "modules">): KeptModules {
  return Object.fromEntries(
    entriesOf(modules).map(([part, file]) => {
      const path = keptModulePath(folder, part);
      try {
        return [part, { file, text: readBounded(path, MOST_MODULE_BYTES).toString("utf8") }];
      } catch (error) {
        if (error instanceof RunReadError) throw error;
        throw new RunReadError(`${path}: the module that this run is trained with cannot be read`, {
          cause: error,
        });
      }
    }),
  );
}
