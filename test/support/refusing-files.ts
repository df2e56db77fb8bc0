import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import type { TestContext } from "node:test";

/** What of the file system can be made to refuse. */
const functions = [
  "closeSync",
  "fstatSync",
  "fsyncSync",
  "mkdirSync",
  "openSync",
  "readSync",
  "readdirSync",
  "renameSync",
  "rmSync",
  "statSync",
  "writeSync",
] as const;

export type FileCall = (typeof functions)[number];

/** Which error code a call shall be refused with, if any. `path`: of an open file, where the system tells it (Linux). */
export type Refusal = (call: FileCall, path: string) => string | null;

/**
 * Lets calls of node:fs be refused, as disks, networks and virus scanners do, until the test ends or the function that
 * is given is called.
 */
export function refuseFiles(t: TestContext, refusal: Refusal): () => void {
  const originals = new Map(functions.map(name => [name, fs[name] as (...given: unknown[]) => unknown]));
  for (const [name, original] of originals) {
    const refusing = (...given: unknown[]): unknown => {
      const [target] = given;
      const path = typeof target === "number" ? pathOf(target) : String(target);
      const code = refusal(name, path);
      // An open file is closed all the same, as the system does.
      if (code !== null && name === "closeSync") original(...given);
      if (code !== null) throw Object.assign(new Error(`${code}: ${name} ${path}`), { code });
      return original(...given);
    };
    Object.assign(fs, { [name]: refusing });
  }
  syncBuiltinESMExports();
  const restore = () => {
    Object.assign(fs, Object.fromEntries(originals));
    syncBuiltinESMExports();
  };
  t.after(restore);
  return restore;
}

function pathOf(file: number): string {
  try {
    return fs.readlinkSync(`/proc/self/fd/${file}`);
  } catch {
    return "";
  }
}
