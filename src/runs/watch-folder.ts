import { watch, type FSWatcher } from "node:fs";
import { inReach } from "../reach/reach.ts";
import { unattended } from "../unattended/unattended.ts";

export interface Watching {
  close(): void;
}

/**
 * Calls `changed` with the name of an entry of a folder that was made, changed or removed (null: some entry). Events
 * are hints: they may come late, twice, or not at all (network file systems, systems that are out of watches), so that
 * whoever uses them looks from time to time anyway. Gives null where the folder cannot be watched. Does not keep the
 * process alive. With `recursive`, names are paths inside the folder (macOS and Windows do that well).
 */
export function watchFolder(
  folder: string,
  changed: (name: string | null) => void,
  { recursive = false }: { readonly recursive?: boolean } = {},
): Watching | null {
  let watcher: FSWatcher;
  try {
    const heard = unattended((_: string, name: string | null) => {
      changed(name);
    });
    watcher = watch(inReach(folder), { persistent: false, recursive }, heard);
  } catch {
    return null;
  }
  // A folder that goes away, or a system that gives up: looking from time to time serves alone then.
  watcher.on("error", () => {
    watcher.close();
  });
  return {
    close: () => {
      watcher.close();
    },
  };
}
