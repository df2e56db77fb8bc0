import { randomBytes } from "node:crypto";
import {
  existsSync,
  fdatasync,
  fstatSync,
  fsyncSync,
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
import { runFiles } from "./file-names.ts";
import {
  candidatePath,
  claimPath,
  describeHolder,
  holderOf,
  readLock,
  removeOldClaims,
  type LockRecord,
} from "./lock-record.ts";
import { currentProcess, isAlive } from "./process-name.ts";
import { writeAll } from "./replace-file.ts";
import { MOST_SILENCE_MS, SignsOfLife } from "./signs-of-life.ts";
import { closeAnyway, errorCode, tryAgain } from "./write-guard.ts";

/** Times in milliseconds. */
export interface LockTiming {
  /** How long to wait for a holder that lives to go. */
  readonly wait: number;
  /** For how long the heart of a holder that cannot be asked must stand still, while it is watched, until it is followed. */
  readonly still: number;
  readonly poll: number;
}

export const lockTiming: LockTiming = { wait: 3_000, still: MOST_SILENCE_MS, poll: 50 };

export interface LockOptions {
  readonly timing?: LockTiming;
  /** Told, once, that a holder that cannot be asked is watched, which may take long. */
  readonly watching?: (message: string) => void;
}

/**
 * The right to write in a folder, a run's or a sweep's, held as lock.json.
 *
 * A process on this machine that lives holds its lock, however silent it is and whatever the clocks say; one that is gone
 * is followed at once. One that cannot be asked is followed when its heartbeat has stood still for long while it was
 * watched.
 *
 * A free folder is taken by making lock.json (link: one of several wins). A dead holder T is followed by making the
 * claim `.lock-after-T.json` (again link, one wins) and only then renaming it over lock.json; the winner first makes
 * sure that the chain lock.json -> claim -> claim ... still ends with its own claim, since a claim removed after a
 * finished takeover could be made again by someone slow. A winner that dies half-way is itself followed the same way.
 * Giving the lock back goes through the same claim, so that it never removes a lock just taken over.
 *
 * The holder keeps its file open and beats into it in place: a heartbeat of one that was followed goes into a file
 * without a name. So one stat (5 microseconds) before each write tells whether the lock is still ours: the file
 * that is called lock.json is the one we hold open.
 */
export class FolderLock {
  readonly #folder: string;
  readonly #path: string;
  readonly #fd: number;
  readonly #inode: bigint;
  readonly #token: string;

  private constructor(folder: string, own: OwnFile) {
    this.#folder = folder;
    this.#path = join(folder, runFiles.lock);
    this.#fd = own.fd;
    this.#inode = fstatSync(own.fd, { bigint: true }).ino;
    this.#token = own.token;
  }

  /** Takes the lock of a folder, waiting for a holder to go. Throws RunHeldError that says who holds it. */
  static async acquire(
    folder: string,
    { timing = lockTiming, watching }: LockOptions = {},
  ): Promise<FolderLock> {
    const signs = new SignsOfLife();
    const started = performance.now();
    let told = false;
    for (;;) {
      const holder = tryAgain(() => holderOf(folder));
      const alive = holder !== null && isAlive(holder);
      const { stillFor, beats } =
        holder !== null && alive === "unknown" ? signs.see(holder) : { stillFor: 0, beats: alive };
      if (alive === false || stillFor >= timing.still) {
        const taken = holder === null ? takeFree(folder) : takeAfter(folder, holder);
        if (taken !== null) return new FolderLock(folder, taken);
      } else if (performance.now() - started >= timing.wait) {
        if (beats === true) throw new RunHeldError(heldMessage(folder, holder));
        if (!told) watching?.(watchedMessage(folder, holder));
        told = true;
      }
      await delay(timing.poll);
    }
  }

  /** Throws LockLostError when the folder was taken over, RunWriteError when it is gone, and the system's own errors. */
  check(): void {
    let inode: bigint | null = null;
    try {
      inode = statSync(this.#path, { bigint: true }).ino;
    } catch (error) {
      if (errorCode(error) !== "ENOENT") throw error;
    }
    if (inode === this.#inode) return;
    const holder = inode === null ? null : readLock(this.#path);
    // Some network file systems number a file anew.
    if (holder?.token !== this.#token) throw this.#lost(holder);
  }

  #lost(holder: LockRecord | null): Error {
    if (!existsSync(this.#folder)) {
      const message = `${this.#folder}: the folder was deleted or moved while it was written. Nothing more was written.`;
      return new RunWriteError(message, "ENOENT", this.#folder);
    }
    const how =
      holder === null
        ? "its lock.json was removed"
        : `it was taken over by ${describeHolder(holder, Date.now())}`;
    return new LockLostError(
      `${this.#folder}: this process no longer writes here: ${how}. Nothing was written since.`,
    );
  }

  /** Tells others that we live. Throws the system's own errors; the next beat may do. */
  beat(): void {
    writeAll(this.#fd, recordOf(this.#token));
    // A network file system keeps what is written to an open file to itself. Not waited for; what fails is told by the next write.
    fdatasync(this.#fd, () => undefined);
  }

  /** Gives the lock back, when it is still ours. What the system refuses for long is let be: whoever comes next finds nobody there, or this process gone. */
  release(): void {
    try {
      tryAgain(() => {
        this.#giveBack();
      });
    } catch (error) {
      if (errorCode(error) === "") throw error;
      this.#disown();
    } finally {
      closeAnyway(this.#fd);
    }
  }

  #giveBack(): void {
    const claim = claimPath(this.#folder, this.#token);
    const made = createOnce(claim, recordOf(newToken()));
    if (made === null) return;
    closeAnyway(made);
    try {
      if (statSync(this.#path, { bigint: true }).ino === this.#inode) rmSync(this.#path);
    } finally {
      rmSync(claim, { force: true });
    }
  }

  /** Without room for another file, or the right to make one: makes the lock in place that of a process that is gone. */
  #disown(): void {
    try {
      writeAll(this.#fd, recordOf(this.#token, NO_PID));
    } catch (error) {
      if (errorCode(error) === "") throw error;
    }
  }
}

function heldMessage(folder: string, holder: LockRecord): string {
  const unsure =
    holder.processStart === ""
      ? ` If that process is another one by now, delete ${join(folder, runFiles.lock)}.`
      : "";
  return `${folder} is being written by ${describeHolder(holder, Date.now())}. Stop that one first, or wait until it ends.${unsure}`;
}

function watchedMessage(folder: string, holder: LockRecord): string {
  return `${folder} is held by ${describeHolder(holder, Date.now())}, which cannot be asked from here: waiting up to ${MOST_SILENCE_MS / 60_000} minutes for a sign of life. If you know that it is gone, delete ${join(folder, runFiles.lock)}.`;
}

/** What whoever takes a folder's lock now must wait for, for people; null where it need not wait long. */
export function waitingFor(folder: string): string | null {
  const holder = holderOf(folder);
  return holder !== null && isAlive(holder) === "unknown" ? watchedMessage(folder, holder) : null;
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
    // After a loss of power a lock that cannot be read would be waited for.
    fsyncSync(fd);
    return fd;
  } catch (error) {
    closeAnyway(fd);
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
    if (fd !== null) closeAnyway(fd);
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
    if (!taken) closeAnyway(fd);
  }
  if (!taken) return null;
  removeOldClaims(folder, token);
  return { fd, token };
}

function takeFree(folder: string): OwnFile | null {
  return withOwnFile(folder, file => {
    const path = join(folder, runFiles.lock);
    if (!linkOnce(file, path)) return false;
    // Does nothing where the link is the same file already.
    tryAgain(() => {
      renameSync(file, path);
    });
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
    tryAgain(() => {
      renameSync(file, join(folder, runFiles.lock));
    });
    return true;
  });
}
