import { opendir, realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import { inReach, isInReach } from "../../reach/reach.ts";
import { runFiles } from "../../runs/file-names.ts";
import { errorCode } from "../../runs/write-guard.ts";

/** Entries of folders that a search looks at: a home folder or a data set opened by mistake has millions. */
const MOST_ENTRIES = 200_000;
const MOST_FILES = 500;

/** Names of folders in which nobody keeps experiments, and of runs' own (create-run). */
const passedOver = /^(?:node_modules|\.git|\.hg|\.svn|\d{4}-\d\d-\d\d-\d{6}-.*)$/;

/** Whether a path leads through a folder that is not searched. */
export const isPassedOver = (path: string): boolean =>
  path.split(/[/\\]/).some(name => passedOver.test(name));

export interface FoundFile {
  /** As it is reached from the folder that was searched. */
  readonly path: string;
  /** With every link followed: the same for two ways to one file. */
  readonly real: string;
}

/**
 * The files whose names end so, in some folders and below, each once, those near the top first. It reads the folders itself,
 * since searches of the editor leave out what the user's settings hide from lists. Links are followed, none twice.
 */
export async function findFiles(folders: readonly string[], ending: string): Promise<FoundFile[]> {
  const found = new Map<string, FoundFile>();
  const entered = new Set<string>();
  let left = MOST_ENTRIES;
  const look = async (folder: string): Promise<string[]> => {
    const real = await realpath(folder);
    if (entered.has(real)) return [];
    entered.add(real);
    const [below, linked]: [string[], string[]] = [[], []];
    let isRun = false;
    for await (const entry of await opendir(inReach(folder), { bufferSize: 256 })) {
      if (--left < 0 || found.size >= MOST_FILES) break;
      const { name } = entry;
      const path = join(folder, name);
      isRun ||= name === runFiles.info;
      const kind = entry.isSymbolicLink() ? await unlessGone(stat(path)) : entry;
      if (kind?.isDirectory() === true && !passedOver.test(name))
        (entry.isSymbolicLink() ? linked : below).push(path);
      else if (kind?.isFile() === true && name.endsWith(ending)) {
        const file = await realpath(path);
        if (!found.has(file) && isInReach(file)) found.set(file, { path, real: file });
      }
    }
    return isRun ? [] : [...below, ...linked];
  };
  for (let level = folders; level.length > 0 && left > 0;) {
    const next: string[] = [];
    for (const folder of level) next.push(...((await unlessGone(look(folder))) ?? []));
    level = next;
  }
  return [...found.values()];
}

/** Null where the system refuses: what cannot be read, or went meanwhile, holds nothing. */
async function unlessGone<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (errorCode(error) === "") throw error;
    return null;
  }
}
