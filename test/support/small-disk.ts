import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { errorCode } from "../../src/runs/write-guard.ts";

const BALLAST = "ballast";

/** A disk of so many megabytes, mounted until the test ends; null, and the test is skipped, where that is not allowed. */
export function smallDisk(t: TestContext, megabytes: number): string | null {
  const folder = mkdtempSync(join(tmpdir(), "pairing-lab-disk-"));
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", folder]);
  t.after(() => {
    if (mounted.status === 0) spawnSync("umount", ["-l", folder]);
    rmSync(folder, { recursive: true });
  });
  if (mounted.status === 0) return folder;
  t.skip("needs the right to mount a small file system");
  return null;
}

/** Takes the room that a disk has left, but for so many bytes. */
export function fill(disk: string, keep = 0): void {
  const spare = join(disk, "spare");
  const fd = openSync(join(disk, BALLAST), "a");
  try {
    writeFileSync(spare, Buffer.alloc(keep));
    for (;;) writeSync(fd, Buffer.alloc(4096));
  } catch (error) {
    if (errorCode(error) !== "ENOSPC") throw error;
  } finally {
    closeSync(fd);
    rmSync(spare, { force: true });
  }
}

/** Gives the room back. */
export function makeRoom(disk: string): void {
  rmSync(join(disk, BALLAST), { force: true });
}
