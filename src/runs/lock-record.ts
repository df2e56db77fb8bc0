import { readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { inReach } from "../reach/reach.ts";
import * as z from "zod";
import { runFiles } from "./file-names.ts";
import { parseJson } from "./ndjson-file.ts";
import { isAlive } from "./process-name.ts";
import type { Beating } from "./signs-of-life.ts";
import { errorCode } from "./write-guard.ts";

/** What lock.json says: who writes in its folder, a run or a sweep. */
export interface LockRecord extends Beating {
  /** Random; names this holding of the lock among all others. */
  readonly token: string;
  /** Always 24 characters, so that a heartbeat overwrites it in place. */
  readonly heartbeatAt: string;
}

const schema = z.looseObject({
  token: z.string().regex(/^[0-9a-z-]{1,100}$/),
  pid: z.int(),
  host: z.string(),
  machine: z.string(),
  processStart: z.string(),
  heartbeatAt: z.string().refine(text => !Number.isNaN(Date.parse(text)), "not a time"),
});

const claimPrefix = ".lock-after-";

/** The file that says who comes after the holder of a token. */
export function claimPath(folder: string, token: string): string {
  return join(folder, `${claimPrefix}${token}.json`);
}

const candidatePrefix = ".lock-new-";

/** The file that becomes the lock of a token, until it is one. */
export function candidatePath(folder: string, token: string): string {
  return join(folder, `${candidatePrefix}${token}.json`);
}

/** Removes what takeovers left behind: claims, except one on the present holder, and files of the dead that never became a lock. */
export function removeOldClaims(folder: string, holder: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    try {
      if (name.startsWith(claimPrefix) && path !== claimPath(folder, holder)) rmSync(path, { force: true });
      if (!name.startsWith(candidatePrefix)) continue;
      const candidate = readLock(path);
      if (candidate !== null && isAlive(candidate) === false) rmSync(path, { force: true });
    } catch (error) {
      // Left for the next holder.
      if (errorCode(error) === "") throw error;
    }
  }
}

/** Reads a lock or claim; null when there is none, or none that may be read. One that is torn or foreign is held by nobody known, since its last change. */
export function readLock(path: string): LockRecord | null {
  try {
    const parsed = schema.safeParse(parseJson(readFileSync(inReach(path), "utf8")));
    if (parsed.success) return parsed.data;
    const { ino, mtimeMs } = statSync(path);
    const heartbeatAt = new Date(mtimeMs).toISOString();
    return {
      token: `unreadable-${ino}`,
      pid: 0,
      host: "",
      machine: "unreadable",
      processStart: "",
      heartbeatAt,
    };
  } catch (error) {
    if (["ENOENT", "EOUTSIDE"].includes(errorCode(error))) return null;
    throw error;
  }
}

/** The holder of a folder: lock.json's, or whoever has claimed to come after it, and so on; null when nobody holds it. */
export function holderOf(folder: string): LockRecord | null {
  let holder = readLock(join(folder, runFiles.lock));
  for (let length = 0; holder !== null && length < 1000; length++) {
    const next = readLock(claimPath(folder, holder.token));
    if (next === null) break;
    holder = next;
  }
  return holder;
}

/** Whether a record is of a lock whose writer is unknown. */
const isUnreadable = ({ pid }: LockRecord): boolean => pid === 0;

/** "process 123 on host x, last heard of 0.4 s ago" */
export function describeHolder(holder: LockRecord, now: number): string {
  if (isUnreadable(holder)) return "a process that left an unreadable lock";
  const seconds = Math.max(0, now - Date.parse(holder.heartbeatAt)) / 1000;
  return `process ${holder.pid} on host ${holder.host}, last heard of ${seconds.toFixed(seconds < 10 ? 1 : 0)} s ago`;
}
