import { lstat, open, readdir, realpath, stat } from "node:fs/promises";
import { extname, join } from "node:path";
import { pictureKind } from "../../formats/picture-kind.ts";
import { DataError } from "../data-error.ts";
import { reasonOf } from "../data-file.ts";
import { nameOf, pathOf } from "../file-name.ts";

/** A picture file as the folder tells of it, unopened. */
export interface PictureFile {
  /** Path within the folder, with `/`. */
  readonly name: string;
  readonly bytes: number;
  /** Time of the last change, in ms since 1970. */
  readonly changed: number;
}

/** Pictures of a folder, and what else is there. */
export interface PictureList {
  readonly files: readonly PictureFile[];
  /** How many other files there are by their endings (".txt"; "" where they have none). */
  readonly others: ReadonlyMap<string, number>;
  /** Folders of runs and sweeps, which are no data. */
  readonly runs: readonly string[];
  /** Folders of thumbnails and bins, as systems and servers make them. */
  readonly bins: readonly string[];
  /** Folders that could not be looked into, and why. */
  readonly closed: readonly { readonly name: string; readonly why: string }[];
}

const PICTURE_ENDING = /\.(?:a?png|jpe?g|jpe|jfif|jif|pjpeg|pjp|webp)$/i;
/** Endings that tell of no picture, so that of a million captions none is opened; a file of any other is looked into. */
const OTHER_ENDING =
  /\.(?:txt|md|jsonl?|ndjson|xml|xmp|ya?ml|[ct]sv|html?|log|ini|db|np[yz]|pth?|pkl|h5|mat|parquet|safetensors|onnx|zip|tar|t?gz|bz2|xz|7z|rar|py|ipynb|m?js|ts|sh|pdf|docx?|xlsx?|mp[34]|m4[av]|avi|mov|mkv|webm|wav|flac|thm|bak|tmp|part)$/i;
/** Synology, QNAP, Windows (of all ages), macOS, file systems' repairs. Names with a dot before are hidden anyway. */
const BIN =
  /^(?:@eadir|#recycle|#snapshot|@recycle|@recently-snapshot|@__thumb|\$recycle\.bin|recycle[rd]|system volume information|lost\+found|found\.\d{3}|__macosx|network trash folder|temporary items)$/i;
/** What lies in the folder of a run or a sweep. */
const OWN_FILES = ["run.json", "sweep.json"] as const;

const MOST_FILES = 2_000_000;
/** Files asked about at once: threads of Node that wait for a slow disk. */
const AT_ONCE = 64;

interface Found {
  readonly names: string[];
  /** Files whose names do not tell what they are. */
  readonly unsure: string[];
  readonly others: Map<string, number>;
  readonly runs: string[];
  readonly bins: string[];
  readonly closed: { readonly name: string; readonly why: string }[];
}

function countEnding(others: Map<string, number>, name: string): void {
  const ending = extname(name).toLowerCase();
  others.set(ending, (others.get(ending) ?? 0) + 1);
}

/** Everything in a folder and its sub-folders; hidden names are left out, linked folders are followed once. */
async function walk(folder: string): Promise<Found> {
  const found: Found = { names: [], unsure: [], others: new Map(), runs: [], bins: [], closed: [] };
  const visited = new Set<string>();
  const at = (name: string) => pathOf(join(folder, name));
  const leadsToFolder = async (name: string) =>
    stat(at(name)).then(
      it => it.isDirectory(),
      () => false,
    );
  const visit = async (inside: string) => {
    const real = nameOf(await realpath(at(inside), { encoding: "buffer" }));
    if (visited.has(real)) return;
    visited.add(real);
    const entries = await readdir(pathOf(real), { withFileTypes: true, encoding: "buffer" });
    const names = entries.map(entry => nameOf(entry.name));
    if (OWN_FILES.some(own => names.includes(own))) {
      if (inside === "")
        throw new DataError(
          folder,
          "this is the folder of a run or a sweep: what it holds is no data to train on",
        );
      found.runs.push(inside);
      return;
    }
    for (const [i, entry] of entries.entries()) {
      const own = names[i] ?? "";
      if (own.startsWith(".")) continue;
      const name = inside === "" ? own : `${inside}/${own}`;
      const isPicture = PICTURE_ENDING.test(own);
      const isFolder =
        entry.isDirectory() || (entry.isSymbolicLink() && !isPicture && (await leadsToFolder(name)));
      if (isFolder && BIN.test(own)) found.bins.push(name);
      else if (isFolder) await visitSub(name);
      else if (isPicture) found.names.push(name);
      else if (entry.isFile() && !OTHER_ENDING.test(own)) found.unsure.push(name);
      else countEnding(found.others, name);
      if (found.names.length + found.unsure.length > MOST_FILES)
        throw new DataError(folder, `there are more than ${MOST_FILES} pictures in this folder`);
    }
  };
  /** One closed door ends no walk. */
  const visitSub = async (name: string) => {
    try {
      await visit(name);
    } catch (error) {
      if (error instanceof DataError) throw error;
      // A folder that went away meanwhile is none.
      if (codeOf(error) !== "ENOENT") found.closed.push({ name, why: reasonOf(error, "folder") });
    }
  };
  await visit("");
  return found;
}

const codeOf = (error: unknown) => (error instanceof Error && "code" in error ? error.code : undefined);

/** Does something with each, so many at once; what fails is left out. */
async function each<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let from = 0; from < items.length; from += AT_ONCE)
    for (const settled of await Promise.allSettled(items.slice(from, from + AT_ONCE).map(work)))
      if (settled.status === "fulfilled") results.push(settled.value);
  return results;
}

/** Whether a file begins as a picture does. */
async function isPictureInside(path: string | Buffer): Promise<boolean> {
  const file = await open(path);
  try {
    const head = new Uint8Array(16);
    const { bytesRead } = await file.read(head);
    return pictureKind(head.subarray(0, bytesRead)) !== null;
  } finally {
    await file.close();
  }
}

/**
 * The pictures of a folder and its sub-folders by their endings (where these say nothing, by their first bytes), in the
 * order of their names, and what else is there; a file that goes away meanwhile is left out. Throws DataError where the
 * folder itself cannot be read or is one of ours.
 */
export async function listPictures(folder: string): Promise<PictureList> {
  const { names, unsure, ...rest } = await walk(folder).catch((error: unknown) => {
    throw error instanceof DataError ? error : new DataError(folder, reasonOf(error, "folder"));
  });
  const looked = await each(unsure, async name => {
    const is = await isPictureInside(pathOf(join(folder, name))).catch(() => false);
    return { name, is };
  });
  for (const { name, is } of looked) if (!is) countEnding(rest.others, name);
  const pictures = [...names, ...looked.filter(({ is }) => is).map(({ name }) => name)];
  const files = await each(
    pictures.sort((a, b) => (a < b ? -1 : 1)),
    async name => {
      const path = pathOf(join(folder, name));
      // A link that leads nowhere is listed by what it is itself: reading it says what is wrong.
      const it = await stat(path).catch(() => lstat(path));
      return { name, bytes: it.size, changed: it.mtimeMs };
    },
  );
  return { ...rest, files, runs: rest.runs.sort(), bins: rest.bins.sort() };
}
