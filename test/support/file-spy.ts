// What a program opens and starts, seen at Node's own functions. Its modules are bound to them anew, so that named imports
// are seen too.
import childProcess from "node:child_process";
import fs, { realpathSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import type { TestContext } from "node:test";

const opening = ["openSync", "readFileSync", "readdirSync", "createReadStream", "watch"] as const;
const openingLater = ["open", "readFile", "readdir", "opendir"] as const;
const starting = ["spawn", "spawnSync", "fork", "exec", "execFile", "execFileSync", "execSync"] as const;

export interface Spied {
  /** Real paths of all that was opened. */
  readonly opened: Set<string>;
  readonly started: string[];
}

/** Sees everything from now until the test ends. */
export function spyOnFiles(t: TestContext): Spied {
  const spied: Spied = { opened: new Set(), started: [] };
  const real = realpathSync.native;
  const sees = (path: unknown) => {
    if (typeof path !== "string") return;
    try {
      spied.opened.add(real(path));
    } catch {
      // What is not there gives nothing away.
    }
  };
  const wrap = (module: object, name: string, see: (first: unknown) => void) => {
    const own = Reflect.get(module, name) as (...given: unknown[]) => unknown;
    Reflect.set(module, name, (...given: unknown[]) => {
      see(given[0]);
      return own(...given);
    });
    t.after(() => {
      Reflect.set(module, name, own);
      syncBuiltinESMExports();
    });
  };
  for (const name of opening) wrap(fs, name, sees);
  for (const name of openingLater) wrap(fs.promises, name, sees);
  for (const name of starting) wrap(childProcess, name, first => spied.started.push(String(first)));
  syncBuiltinESMExports();
  return spied;
}
