import { closeSync, fsyncSync, ftruncateSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { temporaryName } from "./temporary.ts";
import { errorCode } from "./write-guard.ts";

/** Writes all bytes into a file, from a place of it on. */
export function writeAll(fd: number, bytes: Uint8Array, at = 0): void {
  let written = 0;
  while (written < bytes.length)
    written += writeSync(fd, bytes, written, bytes.length - written, at + written);
}

/** Writes a whole new file. `durable`: it survives a loss of power once this returns. */
export function writeFile(path: string, bytes: Uint8Array, { durable }: { readonly durable: boolean }): void {
  const fd = openSync(path, "w");
  try {
    writeAll(fd, bytes);
    if (durable) fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Makes the names in a folder (or a file's bytes) survive a loss of power. Systems that cannot sync folders are let be. */
export function syncPath(path: string): void {
  try {
    const fd = openSync(path, "r");
    try {
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    if (!["EISDIR", "EPERM", "EINVAL", "ENOTSUP"].includes(errorCode(error))) throw error;
  }
}

/** Replaces a file at once: readers see the old bytes or the new ones, never a part. Throws the system's own errors. */
export function replaceFile(path: string, bytes: Uint8Array, options: { readonly durable: boolean }): void {
  const temporary = temporaryName(path);
  try {
    writeFile(temporary, bytes, options);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/**
 * Writes new bytes over a file's old ones: for a full disk, where the old blocks are the only room left.
 * A reader may see a part of them, which it takes for a broken file and reads again.
 */
export function overwriteInPlace(path: string, bytes: Uint8Array): void {
  const fd = openSync(path, "r+");
  try {
    writeAll(fd, bytes);
    ftruncateSync(fd, bytes.length);
  } finally {
    closeSync(fd);
  }
}
