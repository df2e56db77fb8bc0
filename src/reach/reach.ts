import { sep } from "node:path";
import { realPath } from "./real-path.ts";

/** The real paths of the folders in which this process may read what people hand it; null: everywhere. */
let roots: readonly string[] | null = null;

/** Whoever reads meets it as one of the system's errors, which have a code too. */
export class OutOfReachError extends Error {
  override readonly name = "OutOfReachError";
  readonly code = "EOUTSIDE";

  constructor(path: string) {
    super(`${path} leads out of this workspace, which is not trusted`);
  }
}

/**
 * From now on files are read in these folders alone; null: everywhere. A process that shows a stranger's folder says so
 * once, for all that it reads: a path in a file, a link in a folder and a call by name all come to the same door.
 */
export function readOnlyIn(folders: readonly string[] | null): void {
  roots = folders?.map(realPath) ?? null;
}

/** The path, for whoever opens it next. Throws OutOfReachError where it leads, by links too, to what may not be read. */
export function inReach(path: string): string {
  if (isInReach(path)) return path;
  throw new OutOfReachError(path);
}

export function isInReach(path: string): boolean {
  if (roots === null) return true;
  const real = realPath(path);
  return roots.some(root => real === root || real.startsWith(root.endsWith(sep) ? root : root + sep));
}
