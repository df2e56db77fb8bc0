import { randomBytes } from "node:crypto";
import {
  closeSync,
  existsSync,
  fstatSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { LockLostError, RunHeldError, RunWriteError } from "./errors.ts";
import { layout } from "./layout.ts";
import {
  candidatePath,
  claimPath,
  describeHolder,
  holderOf,
  judgeHolder,
  readLock,
  removeOldClaims,
  type LockRecord,
} from "./lock-record.ts";
import { currentProcess } from "./process-name.ts";
import { writeAll } from "./replace-file.ts";
import { errorCode } from "./write-guard.ts";

/** Times in milliseconds. */
export interface LockTiming {
  /** How long to wait for a holder to go. */
  readonly wait: number;
  /** After how long without a heartbeat a holder that cannot be asked, or does not run on, is followed. */
  readonly stale: number;
  /** For how long such a holder is watched first: machines' clocks differ, and one that just woke up beats at once. */
  readonly watch: number;
  readonly poll: number;
}

export const lockTiming: LockTiming = { wait: 3_000, stale: 60_000, watch: 2_500, poll: 50 };

/**
 * The right to write a run, held as lock.json.
 *
 * A free run is taken by making lock.json (link: one of several wins). A dead holder T is followed by making the
 * claim `.lock-after-T.json` (again link, one wins) and only then renaming it over lock.json; the winner first makes
 * sure that the chain lock.json -> claim -> claim ... still ends with its own claim, since a claim removed after a
 * finished takeover could be made again by someone slow. A winner that dies half-way is itself followed the same way.
 * Giving the lock back goes through the same claim, so that it never removes a lock just taken over.
 *
 * The holder keeps its file open and beats into it in place: a heartbeat of one that was followed goes into a file
 * without a name. So one stat (5 microseconds) before each write tells whether the lock is still ours: the file
 * that is called lock.json is the one we hold open.
 */
export class RunLock {
  readonly #folder: string;
  readonly #path: string;
  readonly #fd: number;
  readonly #inode: bigint;
  readonly #token: string;

  private constructor(folder: string, own: OwnFile) {
    this.#folder = folder;
    this.#path = join(folder, layout.lock);
    this.#fd = own.fd;
    this.#inode = fstatSync(own.fd, { bigint: true }).ino;
    this.#token = own.token;
  }

  /** Takes the lock of a run, waiting for a holder to go. Throws RunHeldError that says who holds it. */
  static async acquire(folder: string, timing: LockTiming = lockTiming): Promise<RunLock> {
    const started = performance.now();
    let silent = { token: "", heartbeatAt: "", since: 0 };
    for (;;) {
      const holder = holderOf(folder);
      const lock = holder === null ? takeFree(folder) : null;
      if (lock !== null) return new RunLock(folder, lock);
      if (holder !== null) {
        const verdict = judgeHolder(holder, Date.now(), timing.stale);
        const now = performance.now();
        if (verdict !== "silent") silent = { token: "", heartbeatAt: "", since: 0 };
        else if (silent.token !== holder.token || silent.heartbeatAt !== holder.heartbeatAt) {
          silent = { token: holder.token, heartbeatAt: holder.heartbeatAt, since: now };
        }
        if (verdict === "gone" || (verdict === "silent" && now - silent.since >= timing.watch)) {
          const taken = takeAfter(folder, holder);
          if (taken !== null) return new RunLock(folder, taken);
        } else if (verdict === "held" && now - started >= timing.wait) {
          throw new RunHeldError(
            `${folder} is being written by ${describeHolder(holder, Date.now())}. Stop that one first, or wait until it ends.`,
          );
        }
      }
      await delay(timing.poll);
    }
  }

  /** Throws LockLostError when the run was taken over, RunWriteError when its folder is gone. */
  check(): void {
    let inode: bigint | null = null;
    try {
      inode = statSync(this.#path, { bigint: true }).ino;
    } catch (error) {
      if (errorCode(error) !== "ENOENT") throw error;
    }
    if (inode !== this.#inode) throw this.#lost(inode !== null);
  }

  #lost(replaced: boolean): Error {
    if (!existsSync(this.#folder)) {
      const message = `${this.#folder}: the run's folder was deleted or moved while it was written. Nothing more was written.`;
      return new RunWriteError(message, "ENOENT", this.#folder);
    }
    const holder = replaced ? readLock(this.#path) : null;
    const how =
      holder === null
        ? "its lock.json was removed"
        : `it was taken over by ${describeHolder(holder, Date.now())}`;
    return new LockLostError(
      `${this.#folder}: this process no longer writes the run: ${how}. Nothing was written since.`,
    );
  }

  /** Tells others that we live. */
  beat(): void {
    writeAll(this.#fd, recordOf(this.#token));
  }

  /** Without room for another file: makes the lock in place that of a process that is gone. */
  #disown(): void {
    writeAll(this.#fd, recordOf(this.#token, NO_PID));
  }

  /** Gives the lock back, when it is still ours. */
  release(): void {
    try {
      const claim = claimPath(this.#folder, this.#token);
      const made = createOnce(claim, recordOf(newToken()));
      if (made === null) return;
      closeSync(made);
      if (statSync(this.#path, { bigint: true }).ino === this.#inode) rmSync(this.#path);
      rmSync(claim);
    } catch (error) {
      if (["ENOSPC", "EDQUOT"].includes(errorCode(error))) this.#disown();
      // A folder that is gone has no lock to give back; on a read-only disk it stays until this process has ended.
      else if (!["ENOENT", "EROFS"].includes(errorCode(error))) throw error;
    } finally {
      closeSync(this.#fd);
    }
  }
}

/** Our lock's file, held open. */
interface OwnFile {
  readonly fd: number;
  readonly token: string;
}

function newToken(): string {
  return randomBytes(12).toString("hex");
}

/** No system has so many processes; as long as any number, so that nothing of the old record is left behind it. */
const NO_PID = 2 ** 31 - 1;

function recordOf(token: string, pid = process.pid): Buffer {
  const record: LockRecord = { token, ...currentProcess(), pid, heartbeatAt: new Date().toISOString() };
  return Buffer.from(`${JSON.stringify(record)}\n`, "utf8");
}

/** Makes a file that must not be there yet and gives it open, or null when it is there. */
function createOnce(path: string, content: Buffer): number | null {
  let fd: number;
  try {
    fd = openSync(path, "wx");
  } catch (error) {
    if (errorCode(error) === "EEXIST") return null;
    throw error;
  }
  try {
    writeAll(fd, content);
    return fd;
  } catch (error) {
    closeSync(fd);
    rmSync(path, { force: true });
    throw error;
  }
}

/** Gives a finished file another name that must not be taken; false when it is. */
function linkOnce(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (errorCode(error) === "EEXIST") return false;
    // Some file systems (exFAT, SMB) have no hard links: there the content comes a moment after the name.
    if (!["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"].includes(errorCode(error))) throw error;
    const fd = createOnce(to, readFileSync(from));
    if (fd !== null) closeSync(fd);
    return fd !== null;
  }
}

function withOwnFile(folder: string, take: (file: string, token: string) => boolean): OwnFile | null {
  const token = newToken();
  const file = candidatePath(folder, token);
  const fd = createOnce(file, recordOf(token));
  if (fd === null) return null;
  let taken = false;
  try {
    taken = take(file, token);
  } finally {
    rmSync(file, { force: true });
    if (!taken) closeSync(fd);
  }
  if (!taken) return null;
  removeOldClaims(folder, token);
  return { fd, token };
}

function takeFree(folder: string): OwnFile | null {
  return withOwnFile(folder, file => {
    const path = join(folder, layout.lock);
    if (!linkOnce(file, path)) return false;
    // Does nothing where the link is the same file already.
    renameSync(file, path);
    return true;
  });
}

/** Follows a holder that is gone; null when someone else was faster. */
function takeAfter(folder: string, holder: LockRecord): OwnFile | null {
  return withOwnFile(folder, (file, token) => {
    const claim = claimPath(folder, holder.token);
    if (!linkOnce(file, claim)) return false;
    if (holderOf(folder)?.token !== token) {
      rmSync(claim, { force: true });
      return false;
    }
    renameSync(file, join(folder, layout.lock));
    return true;
  });
}
