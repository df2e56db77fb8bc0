import { readdir, realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import { inReach, isInReach } from "../reach/reach.ts";
import { errorCode } from "../runs/write-guard.ts";

/** A folder of event files: what TensorBoard calls a run. */
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
 * Every folder with event files in a log folder, by name, the log folder itself first. Links to folders are followed,
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
    if (entries.some(entry => isForeignEventFile(entry.name) && (entry.isFile() || entry.isSymbolicLink())))
      found.push({ name: name === "" ? "." : name, folder });
    for (const entry of entries) {
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
