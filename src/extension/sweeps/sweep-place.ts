import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { inReach } from "../../reach/reach.ts";
import { folderRefusal } from "../../launching/sweep/sweep-folder.ts";
import { RunReadError } from "../../runs/errors.ts";
import type { CheckedSweep } from "../../sweeps/read.ts";
import { seedsName } from "../../sweeps/seeds.ts";
import { readSweepRecord, type SweepRecord } from "../../sweeps/sweep-record.ts";
import { tuningName } from "../../sweeps/tuning.ts";

/** Where a sweep of the editor trains: a folder of its own name among the runs, with a number where others have taken it. */
export type SweepPlace =
  | { readonly kind: "free"; readonly folder: string }
  /** `taken` cannot hold it, for a reason; `other` could. */
  | { readonly kind: "taken"; readonly taken: string; readonly why: string; readonly other: string };

const numbered = (runsFolder: string, name: string, number: number) =>
  join(runsFolder, number === 1 ? name : `${name}-${number}`);

/** A sweep's name as the name of a folder. */
const folderName = (name: string) =>
  name.replaceAll(/[^\p{L}\p{N} ._-]+/gu, "-").replace(/^[. ]+/, "") || "sweep";

/** Finds the place of a sweep: the folder that holds it already, a new one, or what stands in the way. Rejects with RunReadError. */
export async function placeOf(runsFolder: string, sweep: CheckedSweep): Promise<SweepPlace> {
  const name = folderName(sweep.name);
  let taken: { readonly folder: string; readonly why: string } | null = null;
  for (let number = 1; ; number++) {
    const folder = numbered(runsFolder, name, number);
    if (!existsSync(folder)) {
      if (taken === null) return { kind: "free", folder };
      return { kind: "taken", taken: taken.folder, why: taken.why, other: folder };
    }
    const why = existsSync(join(folder, "run.json")) ? "it is a run" : await folderRefusal(folder, sweep);
    if (why === null) return { kind: "free", folder };
    taken ??= { folder, why };
  }
}

/** The folders among the runs that hold a sweep of this name, and the runs folder itself where it does. */
export function foldersOfSweep(runsFolder: string, sweep: string): string[] {
  let names: string[] = [];
  try {
    names = readdirSync(inReach(runsFolder));
  } catch {
    // There are no runs yet.
  }
  const stem = folderName(sweep);
  const candidates = names
    .filter(
      name => name === stem || (name.startsWith(`${stem}-`) && /^\d+$/.test(name.slice(stem.length + 1))),
    )
    .map(name => join(runsFolder, name));
  return [...candidates, runsFolder].filter(folder => holds(folder, sweep));
}

const holds = (folder: string, sweep: string): boolean => recordIn(folder)?.name === sweep;

/** The record of a folder's sweep; null where there is none that can be read. */
export function recordIn(folder: string): SweepRecord | null {
  try {
    return readSweepRecord(folder);
  } catch (error) {
    if (error instanceof RunReadError) return null;
    throw error;
  }
}

/** What was made of an experiment's file alone, without a sweep's: some of its seeds, or a search of its weight. */
export type ManyOfFile = { readonly experimentFile: string } & (
  { readonly kind: "seeds"; readonly seeds: number } | { readonly kind: "search" }
);

/** Null for any other sweep, and where the experiment's file is gone. */
export function manyIn(folder: string): ManyOfFile | null {
  const record = recordIn(folder);
  if (record === null || !existsSync(inReach(record.experimentFile))) return null;
  const { name, experimentFile, seeds } = record;
  if (name === seedsName(experimentFile)) return { kind: "seeds", experimentFile, seeds: seeds.length };
  return name === tuningName(experimentFile) ? { kind: "search", experimentFile } : null;
}

/** The name of the sweep in a folder. */
export const sweepIn = (folder: string): string => recordIn(folder)?.name ?? basename(folder);
