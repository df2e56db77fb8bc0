import { realpathSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** Where a path leads once every link on it is followed; of what is not there, where it would be. */
export function realPath(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    const folder = dirname(path);
    return folder === path ? path : join(realPath(folder), basename(path));
  }
}
