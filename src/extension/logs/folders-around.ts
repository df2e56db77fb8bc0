import { dirname } from "node:path";

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
