import { accessSync, closeSync, constants } from "node:fs";
import { constants as system } from "node:os";
import { dirname } from "node:path";
import { RunReadError, RunWriteError } from "./errors.ts";

/** The system's names of its errors: Node itself has none for a quota that is used up or a network folder that was made anew. */
const names = new Map(Object.entries(system.errno).map(([name, number]) => [-number, name]));

/** The system's error code, or "" for an error of another kind. */
export function errorCode(error: unknown): string {
  if (!(error instanceof Error && "code" in error && typeof error.code === "string")) return "";
  const number = "errno" in error && typeof error.errno === "number" ? error.errno : 0;
  return error.code.startsWith("Unknown system error") ? (names.get(number) ?? error.code) : error.code;
}

/** Refusals of a disk or a network that is away: whoever asks again may be answered. */
export const away: ReadonlySet<string> = new Set([
  ...["EIO", "ESTALE", "ETIMEDOUT", "EREMOTEIO", "ENODEV", "ENXIO", "ENOLINK", "ENOTCONN", "ECONNREFUSED"],
  ...["ECONNRESET", "ECONNABORTED", "EHOSTDOWN", "EHOSTUNREACH", "ENETDOWN", "ENETUNREACH"],
  // Windows' own words for networks are all this.
  "UNKNOWN",
]);

/** What a refusal of the system means for someone who trains, and what to do about it. */
function advice(code: string, error: unknown): string {
  if (away.has(code))
    return `the disk or the network does not answer as it should (${code}). Check it, then resume the run.`;
  switch (code) {
    case "ENOSPC":
      return "the disk is full. Free some space, then resume the run: nothing up to its last checkpoint is lost.";
    case "EDQUOT":
      return "your share of this disk (its quota) is used up. Free some space, then resume the run: nothing up to its last checkpoint is lost.";
    case "EACCES":
    case "EPERM":
      return "no permission to write here. Change the folder's permissions, or choose another folder for runs; on Windows, close what else has it open (a virus scanner, an indexer, an editor).";
    case "EBUSY":
      return "another program has it open (a virus scanner, an indexer, an editor). Close that one, then resume the run.";
    case "EROFS":
      return "this file system is read-only. Choose another folder for runs.";
    case "ENOENT":
      return "the folder is gone: it was deleted, moved or never made. What was being written is not saved.";
    case "ENOTDIR":
    case "EEXIST":
      return "a file stands where a folder should be. Move it away, or choose another folder for runs.";
    case "EMFILE":
    case "ENFILE":
      return "too many files are open. Close other programs or raise the limit (ulimit -n), then resume the run.";
    default:
      return `cannot be written (${error instanceof Error ? error.message : String(error)}).`;
  }
}

/** Whether what is there of a path, the nearest folder around it, lies on a read-only file system. */
function isReadOnly(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return false;
  } catch (error) {
    if (errorCode(error) !== "ENOENT" || dirname(path) === path) return errorCode(error) === "EROFS";
    return isReadOnly(dirname(path));
  }
}

/** The system's refusal to write `path` as a RunWriteError; errors of other kinds as they are. */
export function asWriteError(error: unknown, path: string): unknown {
  const refused = errorCode(error);
  if (refused === "" || error instanceof RunWriteError) return error;
  // Of a read-only file system, making a folder and those around it says that nothing is there.
  const code = refused === "ENOENT" && isReadOnly(path) ? "EROFS" : refused;
  const told = new RunWriteError(`${path}: ${advice(code, error)}`, code, path, error);
  lasting.add(told);
  return told;
}

/**
 * What may pass within moments: a virus scanner, an indexer or a watcher that has the file open (Windows refuses to
 * rename it then), a network that is away, a disk on which others make room.
 */
const passing: ReadonlySet<string> = new Set([
  ...away,
  ...["EPERM", "EACCES", "EBUSY", "EAGAIN", "ENOSPC", "EDQUOT", "EMFILE", "ENFILE"],
]);

/** Milliseconds between tries, three seconds in all. */
const pauses = [10, 20, 50, 100, 200, 400, 800, 1_400];

const sleeper = new Int32Array(new SharedArrayBuffer(4));

/** Refusals that outlasted all tries: who tries something larger again need not wait for them once more. */
const lasting = new WeakSet<object>();

/**
 * Does what can be done again from its start, and does it again for some seconds while the system refuses with what
 * may pass. The process waits meanwhile. Throws the last refusal.
 */
export function tryAgain<T>(attempt: () => T): T {
  for (let tries = 0; ; tries++) {
    try {
      return attempt();
    } catch (error) {
      const code = errorCode(error instanceof RunReadError ? error.cause : error);
      if (!(error instanceof Error) || !passing.has(code) || lasting.has(error)) throw error;
      const pause = pauses[tries];
      if (pause === undefined) {
        lasting.add(error);
        throw error;
      }
      Atomics.wait(sleeper, 0, 0, pause);
    }
  }
}

/**
 * Runs a write of `path` that can be done again from its start: for some seconds it is; what the system still refuses
 * becomes a RunWriteError that says what to do.
 */
export function guardWrite<T>(path: string, write: () => T): T {
  try {
    return tryAgain(write);
  } catch (error) {
    throw asWriteError(error, path);
  }
}

/** Closes a file that nothing is expected of any more. It is closed whatever the system says of it: a network that is away refuses that too. */
export function closeAnyway(fd: number): void {
  try {
    closeSync(fd);
  } catch (error) {
    if (errorCode(error) === "") throw error;
  }
}
