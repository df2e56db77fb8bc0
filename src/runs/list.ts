import { existsSync, readdirSync, type Dirent } from "node:fs";
import { join, resolve } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { inReach } from "../reach/reach.ts";
import { RunReadError } from "./errors.ts";
import { runFiles } from "./file-names.ts";
import { readRunInfo, type RunInfo } from "./run-info.ts";
import { observedState, readStatus, type RunState, type Status } from "./status.ts";
import { errorCode } from "./write-guard.ts";

/** A run as it looks from outside. */
export interface ObservedRun {
  readonly folder: string;
  readonly info: RunInfo;
  readonly status: Status;
  /** "lost" when its process is gone and nobody ended it. */
  readonly state: RunState | "lost";
}

export type RunListing =
  | ({ readonly kind: "run" } & ObservedRun)
  | { readonly kind: "broken"; readonly folder: string; readonly reason: string };

/** So many runs are read before others have their turn. */
const BATCH = 100;
const SHOWN_CANDIDATES = 8;

/** One run as it looks from outside. Throws RunReadError. */
export function observe(folder: string): ObservedRun {
  const info = readRunInfo(folder);
  const status = readStatus(folder);
  return { folder, info, status, state: observedState(status, Date.now()) };
}

/** One run as it looks from outside. Rejects with RunReadError when its run.json or status.json cannot be read. */
// eslint-disable-next-line @typescript-eslint/require-await -- asynchronous as the list is: a refusal is a rejection
export async function observeRun(folder: string): Promise<ObservedRun> {
  return observe(folder);
}

/** Folders whose name begins with a dot are not runs (yet, or no more). */
function runFolders(runsFolder: string): string[] {
  let entries: Dirent[];
  try {
    entries = readdirSync(inReach(runsFolder), { withFileTypes: true });
  } catch (error) {
    if (errorCode(error) === "ENOENT") return [];
    throw new RunReadError(`${runsFolder}: this folder of runs cannot be read (${errorCode(error)}).`, {
      cause: error,
    });
  }
  return entries
    .filter(entry => (entry.isDirectory() || entry.isSymbolicLink()) && !entry.name.startsWith("."))
    .map(entry => entry.name)
    .sort()
    .reverse();
}

/**
 * The runs of a folder, newest first. A folder that should be a run (it has a run.json, or status.json) and cannot be
 * read is listed with the reason; other folders are passed over; a missing folder has none.
 */
export async function listRuns(runsFolder: string): Promise<RunListing[]> {
  const listings: RunListing[] = [];
  let read = 0;
  for (const name of runFolders(runsFolder)) {
    if (++read % BATCH === 0) await turn();
    const folder = join(runsFolder, name);
    try {
      listings.push({ kind: "run", ...observe(folder) });
    } catch (error) {
      if (!(error instanceof RunReadError)) throw error;
      if (isRunFolder(folder)) listings.push({ kind: "broken", folder, reason: error.message });
    }
  }
  return listings.sort((a, b) => (createdAt(a) < createdAt(b) ? 1 : createdAt(a) > createdAt(b) ? -1 : 0));
}

const createdAt = (listing: RunListing) => (listing.kind === "run" ? listing.info.createdAt : "");

const isRunFolder = (folder: string) =>
  existsSync(join(folder, runFiles.info)) || existsSync(join(folder, runFiles.status));

/** The folder of the run that is meant by its folder or an unambiguous start of its id. Rejects with RunReadError that names candidates. */
// eslint-disable-next-line @typescript-eslint/require-await -- asynchronous as the list is: a refusal is a rejection
export async function findRun(nameOrId: string, runsFolder: string): Promise<string> {
  if (nameOrId === "")
    throw new RunReadError("the name of a run is empty; give its folder or the start of its id.");
  if (existsSync(join(nameOrId, runFiles.info))) return resolve(nameOrId);
  const names = runFolders(runsFolder).filter(name => isRunFolder(join(runsFolder, name)));
  const exact = names.filter(name => name === nameOrId);
  const matching = exact.length > 0 ? exact : names.filter(name => name.startsWith(nameOrId));
  const [only, ...others] = matching;
  if (only !== undefined && others.length === 0) return join(runsFolder, only);
  if (only !== undefined) {
    throw new RunReadError(
      `${nameOrId} is the start of ${matching.length} runs: ${shown(matching)}. Give more of the id.`,
    );
  }
  if (existsSync(nameOrId)) {
    throw new RunReadError(`${nameOrId} is not a run's folder: it has no ${runFiles.info}.`);
  }
  const known = names.length === 0 ? "There are no runs there." : `The newest there: ${shown(names)}.`;
  throw new RunReadError(`no run in ${runsFolder} begins with ${nameOrId}. ${known}`);
}

function shown(names: readonly string[]): string {
  const more = names.length > SHOWN_CANDIDATES ? ` and ${names.length - SHOWN_CANDIDATES} more` : "";
  return names.slice(0, SHOWN_CANDIDATES).join(", ") + more;
}
