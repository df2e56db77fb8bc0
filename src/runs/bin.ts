import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { inReach } from "../reach/reach.ts";
import { RunReadError } from "./errors.ts";
import { errorCode, guardWrite } from "./write-guard.ts";

/** Begins with a dot, so that its runs are in no list (list.ts). */
const binName = ".bin";

export interface BinnedRun {
  /** Where it lies now. */
  readonly folder: string;
  /** Milliseconds since 1970. */
  readonly movedAt: number;
}

/** Moves a run into the bin of its runs folder, from where it can be brought back; gives its new folder. Throws RunWriteError. */
export function moveToBin(folder: string): string {
  const bin = join(dirname(folder), binName);
  return guardWrite(folder, () => {
    mkdirSync(bin, { recursive: true });
    const target = freeName(join(bin, basename(folder)));
    renameSync(folder, target);
    return target;
  });
}

/** What the bin of a runs folder holds, the last moved first. */
export function listBin(runsFolder: string): BinnedRun[] {
  const bin = join(runsFolder, binName);
  let names: string[];
  try {
    names = readdirSync(inReach(bin));
  } catch (error) {
    if (["ENOENT", "EOUTSIDE"].includes(errorCode(error))) return [];
    throw error;
  }
  return names
    .map(name => join(bin, name))
    .map(folder => ({ folder, movedAt: statSync(folder).ctimeMs }))
    .sort((a, b) => b.movedAt - a.movedAt);
}

/** Brings a run back from the bin; gives its folder. Throws RunReadError when another has taken its place, RunWriteError. */
export function bringBack(binned: string): string {
  const target = join(dirname(dirname(binned)), basename(binned));
  if (existsSync(target))
    throw new RunReadError(`${target} is there again; rename it before this run comes back.`);
  return guardWrite(target, () => {
    renameSync(binned, target);
    return target;
  });
}

/** Deletes for good what the bin of a runs folder holds. Throws RunWriteError. */
export function emptyBin(runsFolder: string): void {
  const bin = join(runsFolder, binName);
  guardWrite(bin, () => {
    rmSync(bin, { recursive: true, force: true });
  });
}

function freeName(path: string): string {
  let name = path;
  for (let number = 2; existsSync(name); number++) name = `${path}-${number}`;
  return name;
}
