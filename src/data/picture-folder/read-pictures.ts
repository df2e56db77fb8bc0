import { join } from "node:path";
import { pictureAsides, type PictureAside } from "../../formats/picture-aside.ts";
import { DataError } from "../data-error.ts";
import { imageLimits } from "../image-limits.ts";
import type { OpenOptions } from "../open-options.ts";
import { bytesOf, type Decoded, type PictureForm, type PictureProblem } from "./decoded.ts";
import { decodeInThreads } from "./decoder-pool.ts";
import { passedOver } from "./folder-reading.ts";
import { listPictures, type PictureFile, type PictureList } from "./list-pictures.ts";
import { readCache, writeCache, type Cached } from "./picture-cache.ts";

/** Readable pictures of a folder in the order of their names, and what is wrong with the others. */
export interface Pictures {
  readonly names: readonly string[];
  /** [names, size, size, channels] */
  readonly pixels: Uint8Array;
  readonly problems: readonly { readonly name: string; readonly problem: string }[];
  /** How many of them were taken otherwise than their files have them. */
  readonly asides: ReadonlyMap<PictureAside, number>;
  /** Why what was decoded could not be kept for the next time; null where it was. */
  readonly notKept: string | null;
  /** All of the folder. */
  readonly list: PictureList;
}

/** The folder's picture files. Throws DataError where they are too few or would not fit into memory. */
export async function listUsablePictures(folder: string, form: PictureForm): Promise<PictureList> {
  const list = await listPictures(folder);
  const { files } = list;
  const passed = passedOver(list);
  const besides = passed.length === 0 ? "" : ` (${passed.join("; ")})`;
  checkCount(folder, files.length, `PNG, JPEG or WebP files in this folder and its sub-folders${besides}`);
  const bytes = files.length * bytesOf(form);
  if (bytes > imageLimits.bytes)
    throw new DataError(
      folder,
      `${files.length} pictures of ${form.size} x ${form.size} x ${form.channels} are ${bytes} bytes; at most ${imageLimits.bytes} are kept: use fewer pictures or a smaller size`,
    );
  return list;
}

function checkCount(folder: string, count: number, what: string): void {
  if (count < imageLimits.count)
    throw new DataError(folder, `there are ${count} ${what}; at least ${imageLimits.count} are needed`);
}

const isSame = (a: PictureFile, b: PictureFile) => a.bytes === b.bytes && a.changed === b.changed;

/** Takes over what was decoded before of files that did not change since, and decodes the others. */
async function decodeWith(
  cached: Cached | null,
  folder: string,
  files: readonly PictureFile[],
  form: PictureForm,
  { progress, signal }: OpenOptions,
): Promise<{ decoded: Decoded; isNew: boolean }> {
  const bytes = bytesOf(form);
  const known = new Map(cached?.files.map((file, i) => [file.name, { file, i }]));
  const places = files.map(file => {
    const found = known.get(file.name);
    return found !== undefined && isSame(found.file, file) ? found.i : null;
  });
  const kept = places.every((place, i) => place === i) && cached?.files.length === files.length;
  if (cached !== null && kept) return { decoded: cached, isNew: false };
  const missing = files.flatMap((_, i) => (places[i] === null ? [i] : []));
  const fresh = await decodeInThreads(
    missing.map(i => join(folder, files[i]?.name ?? "")),
    form,
    done => {
      progress(files.length - missing.length + done, files.length);
    },
    signal,
  );
  const pixels = new Uint8Array(files.length * bytes);
  const problems = new Array<PictureProblem | null>(files.length).fill(null);
  const asides: (readonly PictureAside[])[] = files.map(() => []);
  const take = (from: Decoded, place: number, to: number) => {
    pixels.set(from.pixels.subarray(place * bytes, (place + 1) * bytes), to * bytes);
    problems[to] = from.problems[place] ?? null;
    asides[to] = from.asides[place] ?? [];
  };
  places.forEach((place, i) => {
    if (place !== null && cached !== null) take(cached, place, i);
  });
  missing.forEach((i, place) => {
    take(fresh, place, i);
  });
  return { decoded: { pixels, problems, asides }, isNew: true };
}

/** Reads a folder of pictures; `options.signal` ends that. Throws DataError where it cannot be read or has too few readable pictures. */
export async function readPictures(
  folder: string,
  form: PictureForm,
  options: OpenOptions,
): Promise<Pictures> {
  const list = await listUsablePictures(folder, form);
  const { files } = list;
  options.signal?.throwIfAborted();
  const { decoded, isNew } = await decodeWith(readCache(folder, form), folder, files, form, options);
  const notKept = isNew ? await writeCache(folder, form, { ...decoded, files }) : null;
  const problems = files.flatMap(({ name }, i) => {
    const problem = decoded.problems[i] ?? null;
    return problem === null ? [] : [{ name, problem: problem.why }];
  });
  const asides = new Map(
    pictureAsides.map(aside => [aside, decoded.asides.filter(of => of.includes(aside)).length]),
  );
  const common = { problems, asides, notKept, list };
  if (problems.length === 0)
    return { names: files.map(({ name }) => name), pixels: decoded.pixels, ...common };
  const readable = files.flatMap((_, i) => ((decoded.problems[i] ?? null) === null ? [i] : []));
  checkCount(
    folder,
    readable.length,
    `readable pictures in this folder (${problems[0]?.name ?? ""}: ${problems[0]?.problem ?? ""})`,
  );
  const bytes = bytesOf(form);
  const pixels = new Uint8Array(readable.length * bytes);
  readable.forEach((from, to) => {
    pixels.set(decoded.pixels.subarray(from * bytes, (from + 1) * bytes), to * bytes);
  });
  return { names: readable.map(i => files[i]?.name ?? ""), pixels, ...common };
}
