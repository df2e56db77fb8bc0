import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { runFiles } from "../../runs/file-names.ts";

/** Whether a folder is a run of ours, whatever it and the folders around it are called. */
export const isRun = (folder: string): boolean => existsSync(join(folder, runFiles.info));

/** Folders and all that they lie in, up to the nearest root, each once. */
export function foldersAround(folders: readonly string[], roots: readonly string[]): string[] {
  const found = new Set<string>();
  for (const start of folders) {
    for (let folder = start; !found.has(folder); folder = dirname(folder)) {
      found.add(folder);
      if (roots.includes(folder) || dirname(folder) === folder) break;
    }
  }
  return [...found];
}
