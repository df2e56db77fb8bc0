import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { currentProcess, isAlive } from "./process-name.ts";
import { errorCode } from "./write-guard.ts";

/** How long what other machines left is let be: much longer than anything temporary is there. */
const A_DAY_MS = 86_400_000;

/** `.WHAT.PID-START-MACHINE.tmp`, or, of older releases, with less said of its process. */
const temporaryPattern = /^\..*?(?:\.(\d+)-(\d*)-([0-9a-f]{8}))?\.tmp$/;
/** How older releases called runs and programs that were being made, runs that were replayed, and checkpoints that were held. */
const olderPattern = /^(?:\.(?:new|replay)-|pairing-lab-checkpoint-)/;

function machineDigest(): string {
  const { host, machine } = currentProcess();
  return createHash("sha256").update(`${host} ${machine}`).digest("hex").slice(0, 8);
}

/**
 * The name under which something is made before it is renamed into place, or is there only for a while. It says whose it
 * is, so that whoever finds it after a crash knows that nobody works on it any more. Lists pass over such names.
 */
export function temporaryName(path: string): string {
  const { pid, processStart } = currentProcess();
  return join(dirname(path), `.${basename(path)}.${pid}-${processStart}-${machineDigest()}.tmp`);
}

/**
 * Makes a folder that is there only for a while, in the system's place for such things, which all programs share; what
 * crashes left of its kind there goes first. For no other user of the machine.
 * @param what how names of its kind begin
 */
export function temporaryFolder(what: string): string {
  sweepTemporary(tmpdir(), what);
  const folder = temporaryName(join(tmpdir(), `${what}${randomBytes(6).toString("hex")}`));
  mkdirSync(folder, { mode: 0o700 });
  return folder;
}

/**
 * Removes from a folder what crashes left under temporary names; never what a living process works on. What cannot be
 * removed stays.
 * @param what in a folder that is not ours alone, how the names begin of what is
 */
export function sweepTemporary(folder: string, what = ""): void {
  for (const name of namesIn(folder)) {
    if (!name.replace(/^\./, "").startsWith(what)) continue;
    const path = join(folder, name);
    try {
      if (isLeft(path)) rmSync(path, { recursive: true, force: true });
    } catch (error) {
      if (errorCode(error) === "") throw error;
    }
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter(name => temporaryPattern.test(name) || olderPattern.test(name));
  } catch (error) {
    if (errorCode(error) === "") throw error;
    return [];
  }
}

function isLeft(path: string): boolean {
  const [, pid, processStart, machine] = temporaryPattern.exec(basename(path)) ?? [];
  if (pid !== undefined && processStart !== undefined && machine === machineDigest())
    return isAlive({ ...currentProcess(), pid: Number(pid), processStart }) === false;
  return Math.abs(Date.now() - statSync(path).mtimeMs) > A_DAY_MS;
}
