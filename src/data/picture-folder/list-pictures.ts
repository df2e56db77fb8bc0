import { lstat, readdir, realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import { DataError } from "../data-error.ts";
import { reasonOf } from "../data-file.ts";

/** A picture file as the folder tells of it, unopened. */
export interface PictureFile {
  /** Path within the folder, with `/`. */
  readonly name: string;
  readonly bytes: number;
  /** Time of the last change, in ms since 1970. */
  readonly changed: number;
}

const isPicture = (name: string) => /\.(?:png|jpe?g)$/i.test(name);
const MOST_FILES = 2_000_000;
/** Files asked about at once: threads of Node that wait for a slow disk. */
const AT_ONCE = 64;

/** Names of the pictures in a folder and its sub-folders, sorted; hidden ones are left out, linked folders are followed once. */
async function namesIn(folder: string): Promise<string[]> {
  const names: string[] = [];
  const visited = new Set<string>();
  const visit = async (inside: string) => {
    const real = await realpath(join(folder, inside));
    if (visited.has(real)) return;
    visited.add(real);
    for (const entry of await readdir(real, { withFileTypes: true })) {
      if (entry.name.startsWith(".")) continue;
      const name = inside === "" ? entry.name : `${inside}/${entry.name}`;
      if (
        entry.isDirectory() ||
        (entry.isSymbolicLink() && !isPicture(entry.name) && (await leadsToFolder(name)))
      )
        await visit(name);
      else if (isPicture(entry.name)) names.push(name);
      if (names.length > MOST_FILES)
        throw new DataError(folder, `there are more than ${MOST_FILES} pictures in this folder`);
    }
  };
  const leadsToFolder = async (name: string) =>
    stat(join(folder, name)).then(
      found => found.isDirectory(),
      () => false,
    );
  await visit("");
  return names.sort((a, b) => (a < b ? -1 : 1));
}

/**
 * The PNG and JPEG files (by name) of a folder and its sub-folders, in the order of their names; a file that goes away
 * meanwhile is left out. Throws DataError where the folder cannot be read.
 */
export async function listPictures(folder: string): Promise<PictureFile[]> {
  let names: string[];
  try {
    names = await namesIn(folder);
  } catch (error) {
    throw error instanceof DataError ? error : new DataError(folder, reasonOf(error, "folder"));
  }
  const files: PictureFile[] = [];
  for (let from = 0; from < names.length; from += AT_ONCE) {
    const found = await Promise.allSettled(
      names.slice(from, from + AT_ONCE).map(async name => {
        // A link that leads nowhere is listed by what it is itself: reading it says what is wrong.
        const found = await stat(join(folder, name)).catch(() => lstat(join(folder, name)));
        return { name, bytes: found.size, changed: found.mtimeMs };
      }),
    );
    for (const result of found) if (result.status === "fulfilled") files.push(result.value);
  }
  return files;
}
