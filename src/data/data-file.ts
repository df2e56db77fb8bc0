import { readFileSync, statSync } from "node:fs";
import { DataError } from "./data-error.ts";

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  ENOTDIR: "there is no such file",
  EACCES: "this file may not be read (permission denied)",
  EPERM: "this file may not be read (permission denied)",
};

function reason(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return (
    reasons[code] ?? `this file cannot be read (${error instanceof Error ? error.message : String(error)})`
  );
}

/** Reads a whole file of at most `limit` bytes. Throws DataError with a reason for people. */
export function readDataFile(file: string, limit: number): Buffer {
  try {
    const stat = statSync(file);
    if (!stat.isFile()) throw new DataError(file, "this is not a file");
    if (stat.size > limit)
      throw new DataError(
        file,
        `the file has ${stat.size} bytes; at most ${limit} are allowed: use a part of the rows`,
      );
    return readFileSync(file);
  } catch (error) {
    throw error instanceof DataError ? error : new DataError(file, reason(error));
  }
}
