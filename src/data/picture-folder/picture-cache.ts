// Decoded pictures, kept between runs so that none is decoded twice: one file a folder and form, in the user's own
// cache folder, since a folder of pictures may be read-only and runs come and go. Whoever decodes writes it whole and
// renames it; a file that is cut, changed or of another version counts as none.
//
// Layout: "PLPICS5\n", length of the index (4 bytes, little-endian), the index as JSON, pixels [files, size, size,
// channels]. The index has the pictures as their folder told of them, why one could not be read, what of one was taken
// otherwise than its file has it, and the SHA-256 of the pixels.

import { createHash, randomUUID } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from "node:fs";
import { open } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { pictureAsides } from "../../formats/picture-aside.ts";
import { bytesOf, type Decoded, type PictureForm } from "./decoded.ts";
import type { PictureFile } from "./list-pictures.ts";

const MAGIC = "PLPICS5\n";
/** Bytes of all cache files together; beyond, those used longest ago are removed. */
const MOST_BYTES = 4 * 2 ** 30;

const index = z.object({
  names: z.array(z.string()),
  bytes: z.array(z.number()),
  changed: z.array(z.number()),
  problems: z.record(z.string(), z.string()),
  asides: z.record(z.string(), z.array(z.enum(pictureAsides))),
  sha256: z.string(),
});

export interface Cached extends Decoded {
  readonly files: readonly PictureFile[];
}

/** Where this user's caches lie; the variable is for clusters whose home folders are small, and for tests. */
function cacheFolder(): string {
  const { env, platform } = process;
  const chosen = env["PAIRING_LAB_CACHE"];
  if (chosen !== undefined && chosen !== "") return chosen;
  if (platform === "win32") return join(env["LOCALAPPDATA"] ?? homedir(), "pairing-lab", "Cache");
  if (platform === "darwin") return join(homedir(), "Library", "Caches", "pairing-lab");
  return join(env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "pairing-lab");
}

function cacheFile(folder: string, { size, channels }: PictureForm): string {
  const key = createHash("sha256").update(`${folder}\0${size}\0${channels}`).digest("hex").slice(0, 32);
  return join(cacheFolder(), `pictures-${key}.bin`);
}

const digest = (pixels: Uint8Array) => createHash("sha256").update(pixels).digest("hex");

/** What was decoded of a folder before; null where nothing usable is there. */
export function readCache(folder: string, form: PictureForm): Cached | null {
  const file = cacheFile(folder, form);
  try {
    if (statSync(file).size > MOST_BYTES) return null;
    const bytes = readFileSync(file);
    const start = MAGIC.length + 4;
    if (bytes.toString("latin1", 0, MAGIC.length) !== MAGIC) return null;
    const end = start + bytes.readUInt32LE(MAGIC.length);
    const found = index.parse(JSON.parse(bytes.toString("utf8", start, end)));
    const pixels = bytes.subarray(end);
    const { names, bytes: sizes, changed } = found;
    if (sizes.length !== names.length || changed.length !== names.length) return null;
    if (pixels.length !== names.length * bytesOf(form) || digest(pixels) !== found.sha256) return null;
    const now = new Date();
    utimesSync(file, now, now);
    return {
      files: names.map((name, i) => ({ name, bytes: sizes[i] ?? 0, changed: changed[i] ?? 0 })),
      pixels,
      problems: names.map(name => {
        const why = Object.hasOwn(found.problems, name) ? found.problems[name] : undefined;
        return why === undefined ? null : { why, passing: false };
      }),
      asides: names.map(name => (Object.hasOwn(found.asides, name) ? (found.asides[name] ?? []) : [])),
    };
  } catch {
    return null;
  }
}

/** What of it holds the next time: files that could not be read are to be tried again. */
function lasting(found: Cached, form: PictureForm): Cached {
  const places = found.problems.flatMap((problem, i) => (problem?.passing === true ? [] : [i]));
  if (places.length === found.files.length) return found;
  const bytes = bytesOf(form);
  const pixels = new Uint8Array(places.length * bytes);
  places.forEach((from, to) => {
    pixels.set(found.pixels.subarray(from * bytes, (from + 1) * bytes), to * bytes);
  });
  return {
    files: found.files.filter((_, i) => found.problems[i]?.passing !== true),
    pixels,
    problems: places.map(i => found.problems[i] ?? null),
    asides: places.map(i => found.asides[i] ?? []),
  };
}

/** Keeps what was decoded of a folder. Gives the reason where that was not possible, and null otherwise. */
export async function writeCache(folder: string, form: PictureForm, found: Cached): Promise<string | null> {
  const { files, pixels, problems, asides } = lasting(found, form);
  const target = cacheFile(folder, form);
  const beside = `${target}.${randomUUID()}.tmp`;
  const text = Buffer.from(
    JSON.stringify({
      names: files.map(({ name }) => name),
      bytes: files.map(({ bytes }) => bytes),
      changed: files.map(({ changed }) => changed),
      problems: Object.fromEntries(
        files.flatMap(({ name }, i) => {
          const problem = problems[i] ?? null;
          return problem === null ? [] : [[name, problem.why]];
        }),
      ),
      asides: Object.fromEntries(
        files.flatMap(({ name }, i) => {
          const own = asides[i] ?? [];
          return own.length === 0 ? [] : [[name, [...own]]];
        }),
      ),
      sha256: digest(pixels),
    } satisfies z.infer<typeof index>),
  );
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length);
  try {
    mkdirSync(cacheFolder(), { recursive: true });
    await writeParts(beside, [Buffer.from(MAGIC), length, text, pixels]);
    renameSync(beside, target);
    makeRoom(target);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Writes a new file; what a full disk leaves of it is removed. */
async function writeParts(file: string, parts: readonly Uint8Array[]): Promise<void> {
  const handle = await open(file, "wx");
  try {
    for (const part of parts) await handle.appendFile(part);
  } catch (error) {
    rmSync(file, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
}

/** Removes the caches used longest ago until all fit, and what a crash left. */
function makeRoom(newest: string): void {
  const folder = cacheFolder();
  const aDay = 86_400_000;
  const caches = readdirSync(folder)
    .filter(name => /^pictures-.*\.(?:bin|tmp)$/.test(name))
    .map(name => ({ file: join(folder, name), ...statOf(join(folder, name)) }))
    .sort((a, b) => b.used - a.used);
  let total = 0;
  for (const { file, size, used } of caches) {
    total += size;
    const left = file.endsWith(".tmp") && Date.now() - used > aDay;
    if (file !== newest && (left || total > MOST_BYTES)) rmSync(file, { force: true });
  }
}

function statOf(file: string): { readonly size: number; readonly used: number } {
  const { size, mtimeMs } = statSync(file);
  return { size, used: mtimeMs };
}
