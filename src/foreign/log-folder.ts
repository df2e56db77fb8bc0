import type { Dirent } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import { inReach, isInReach } from "../reach/reach.ts";
import { errorCode } from "../runs/write-guard.ts";
import { isMlflowRun, mlflowParts } from "./mlflow-run.ts";

/** A folder of event files, which TensorBoard calls a run, or of a run of MLflow's. */
export interface LogRun {
  /** Relative to the log folder, with `/`; `.` for the log folder itself. */
  readonly name: string;
  readonly folder: string;
}

/** As TensorBoard tells event files: by a part of their name, whatever stands around it. */
export const isForeignEventFile = (name: string): boolean =>
  name.includes("tfevents") && !name.endsWith(".profile-empty");

/** Folders below more than so many others are not looked into. */
const DEEPEST = 32;

const gone = new Set(["ENOENT", "ENOTDIR", "ELOOP"]);

/** What the system refuses is refused; what goes away while one looks is not there. */
async function orAbsent<T>(work: Promise<T>, absent: T): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (gone.has(errorCode(error))) return absent;
    throw error;
  }
}

/**
 * Every folder with event files, or of a run of MLflow's, in a log folder, by name, the log folder itself first. Links to folders are followed,
 * each folder is listed once. Rejects with the system's errors, and with the signal's reason when it is aborted.
 */
export async function findLogRuns(logFolder: string, signal?: AbortSignal): Promise<LogRun[]> {
  const found: LogRun[] = [];
  const seen = new Set<string>();
  const look = async (folder: string, name: string, depth: number): Promise<void> => {
    signal?.throwIfAborted();
    const real = await orAbsent(realpath(folder), null);
    if (real === null || seen.has(real) || depth > DEEPEST || !isInReach(real)) return;
    seen.add(real);
    const entries = await orAbsent(readdir(inReach(folder), { withFileTypes: true }), []);
    const isMlflow = isMlflowRun(entries.map(entry => entry.name));
    const isEventFile = (entry: Dirent) =>
      isForeignEventFile(entry.name) && (entry.isFile() || entry.isSymbolicLink());
    if (isMlflow || entries.some(isEventFile)) found.push({ name: name === "" ? "." : name, folder });
    for (const entry of entries) {
      // What MLflow deleted lies in its bin.
      if (isMlflow ? mlflowParts.includes(entry.name) : entry.name === ".trash") continue;
      const path = join(folder, entry.name);
      const isFolder = entry.isSymbolicLink()
        ? ((await orAbsent(stat(path), null))?.isDirectory() ?? false)
        : entry.isDirectory();
      if (isFolder) await look(path, name === "" ? entry.name : `${name}/${entry.name}`, depth + 1);
    }
  };
  await look(inReach(logFolder), "", 0);
  return found.sort((a, b) => (a.name === "." ? -1 : b.name === "." ? 1 : a.name < b.name ? -1 : 1));
}

/**
 * Whether Weights & Biases wrote here: `run-….wandb` in the folder itself, in its `wandb` or in one of its runs. Its form is described nowhere but in its
 * program, and changes with that.
 */
export async function isWandbFolder(folder: string): Promise<boolean> {
  const names = async (path: string) => orAbsent(readdir(inReach(path)), []);
  const isFile = (name: string) => name.endsWith(".wandb");
  for (const place of [folder, join(folder, "wandb")]) {
    const found = await names(place);
    if (found.some(isFile)) return true;
    for (const run of found.filter(name => /^(?:offline-)?run-/.test(name)))
      if ((await names(join(place, run))).some(isFile)) return true;
  }
  return false;
}
