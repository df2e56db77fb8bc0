import { closeSync, linkSync, openSync, readFileSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { parseJson } from "./ndjson-file.ts";
import { currentProcess, isAlive, type ProcessName } from "./process-name.ts";
import { writeAll } from "./replace-file.ts";
import { temporaryName } from "./temporary.ts";
import { errorCode } from "./write-guard.ts";

/** Nobody works for so long: whoever has not gone by then is on a machine that died. */
const MOST_MS = 3_000;
const POLL_MS = 5;

const sleeper = new Int32Array(new SharedArrayBuffer(4));

/** The file that is there while somebody changes another one. */
export const busyName = (path: string): string => join(dirname(path), `.${basename(path)}.busy`);

/**
 * Does work of moments on a file while no other process that asks does any: reads it, changes it, replaces it. Waits for
 * others; follows one that is gone. Throws the system's own errors and those of `act`.
 */
export function alone<T>(path: string, act: () => T): T {
  const busy = busyName(path);
  const started = performance.now();
  while (!taken(busy)) {
    const found = contentOf(busy);
    const gone = found !== null && isOfTheDead(found);
    if (found !== null && (gone || performance.now() - started > MOST_MS)) putAway(busy, found);
    else Atomics.wait(sleeper, 0, 0, POLL_MS);
  }
  try {
    return act();
  } finally {
    rmSync(busy, { force: true });
  }
}

function taken(busy: string): boolean {
  let fd: number;
  try {
    fd = openSync(busy, "wx");
  } catch (error) {
    if (errorCode(error) === "EEXIST") return false;
    throw error;
  }
  try {
    writeAll(fd, Buffer.from(JSON.stringify({ ...currentProcess(), at: performance.now() }), "utf8"));
  } catch (error) {
    rmSync(busy, { force: true });
    throw error;
  } finally {
    closeSync(fd);
  }
  return true;
}

function contentOf(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    throw error;
  }
}

/** Whether its process is gone; of one that has not said its name yet, or cannot be asked, that is not known. */
function isOfTheDead(content: string): boolean {
  const name = parseJson(content) as Partial<ProcessName> | undefined;
  if (typeof name?.pid !== "number" || typeof name.host !== "string") return false;
  return isAlive({ machine: "", processStart: "", ...name, pid: name.pid, host: name.host }) === false;
}

/** Removes what was found; what somebody faster has made since is put back. */
function putAway(busy: string, found: string): void {
  const away = temporaryName(busy);
  try {
    renameSync(busy, away);
    if (readFileSync(away, "utf8") !== found) linkSync(away, busy);
  } catch (error) {
    if (!["ENOENT", "EEXIST"].includes(errorCode(error))) throw error;
  }
  rmSync(away, { force: true });
}
