import { readFileSync, statSync } from "node:fs";
import { DataError } from "./data-error.ts";
import { pathOf } from "./file-name.ts";

const reasons: Readonly<Record<string, (what: string) => string>> = {
  ENOENT: what => `there is no such ${what}`,
  ENOTDIR: what => (what === "folder" ? "this is not a folder" : "there is no such file"),
  EACCES: what => `this ${what} may not be read (permission denied)`,
  EPERM: what => `this ${what} may not be read (permission denied)`,
};

/** Why a file or folder could not be read, for people. */
export function reasonOf(error: unknown, what: "file" | "folder" = "file"): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return (
    reasons[code]?.(what) ??
    `this ${what} cannot be read (${error instanceof Error ? error.message : String(error)})`
  );
}

/** Reads a whole file of at most `limit` bytes. Throws DataError with a reason for people. */
export function readDataFile(file: string, limit: number, advice = ": use a part of the rows"): Buffer {
  try {
    const path = pathOf(file);
    const stat = statSync(path);
    if (!stat.isFile()) throw new DataError(file, "this is not a file");
    if (stat.size > limit)
      throw new DataError(file, `the file has ${stat.size} bytes; at most ${limit} are allowed${advice}`);
    return readFileSync(path);
  } catch (error) {
    throw error instanceof DataError ? error : new DataError(file, reasonOf(error));
  }
}
