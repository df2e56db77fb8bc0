import { createHash, randomUUID } from "node:crypto";
import { constants } from "node:fs";
import { copyFile, link, mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { RunReadError } from "../runs/errors.ts";
import { observe } from "../runs/list.ts";
import { sweepTemporary, temporaryName } from "../runs/temporary.ts";
import { isWorkedIn } from "../runs/work-in-folder.ts";
import { readArrays } from "./slurm/slurm-jobs.ts";
import { versions } from "./versions.ts";

/** Where a copy says which runs and sweeps were started from it: a file each, with their folder. */
const usersName = "used-by";
const DAY_MS = 24 * 3600_000;
/** A queued job that nobody has heard of for so long is none any more. */
const FORGOTTEN_MS = 90 * DAY_MS;

/**
 * The programs of an installation, kept in a folder of the user's while somebody runs them: an installation is removed
 * when its successor is there, and what it started goes on for days. A copy is whole or not there; it costs no space where
 * the disk allows a second name for the same file.
 */
export class KeptPrograms {
  readonly #installation: string;
  readonly #store: string;
  #digest: Promise<string> | undefined;

  /**
   * @param installation the folder with package.json, dist, assets, node_modules
   * @param store where copies lie
   */
  constructor(installation: string, store: string) {
    this.#installation = installation;
    this.#store = store;
  }

  /**
   * The path of a program, "trainer.js", that stays for a run or sweep that is about to be started: as long as its folder
   * says that it trains or waits. Removes copies that serve nobody any more. Rejects with a system's error.
   */
  async keptFor(folder: string, program: string): Promise<string> {
    this.#digest ??= digestOf(this.#installation);
    const copy = join(this.#store, `${versions(this.#installation).pairingLab}-${await this.#digest}`);
    if (!(await isThere(copy))) await this.#make(copy, await this.#digest);
    const users = join(copy, usersName);
    await mkdir(users, { recursive: true });
    await writeFile(join(users, `${randomUUID()}.txt`), folder);
    await removeUnused(this.#store, copy).catch(() => undefined);
    return join(copy, "dist", program);
  }

  async #make(copy: string, digest: string): Promise<void> {
    const making = temporaryName(join(this.#store, `new-${randomUUID()}`));
    try {
      for (const name of await partsOf(this.#installation)) {
        const [source, target] = [join(this.#installation, name), join(making, name)];
        await mkdir(dirname(target), { recursive: true });
        // Our own programs may be built anew in their place; what comes from packages never changes in its place.
        const linked = name.startsWith("dist") ? false : await link(source, target).then(() => true, () => false); // prettier-ignore
        if (!linked) await copyFile(source, target, constants.COPYFILE_FICLONE);
      }
      if ((await digestOf(making)) !== digest)
        throw new Error(`${this.#installation} was changed while its programs were copied; try again.`);
      await rename(making, copy);
    } catch (error) {
      await rm(making, { recursive: true, force: true });
      // Another window may have made it at the same time.
      if (!(await isThere(copy))) throw error;
    }
  }
}

/** What a process of ours needs, as paths below an installation, in their order. */
async function partsOf(installation: string): Promise<string[]> {
  const runtime = join("node_modules", "onnxruntime-node");
  const binaries = join(runtime, "bin", "napi-v6");
  const own = join(binaries, process.platform, process.arch);
  const isWanted = (name: string): boolean => {
    if (name.startsWith("dist")) return name.endsWith(".js") && !name.startsWith(join("dist", "webview"));
    return !name.startsWith(binaries) || name.startsWith(own);
  };
  const places = ["dist", "assets", join(runtime, "bin"), join(runtime, "dist"), join("node_modules", "onnxruntime-common")]; // prettier-ignore
  const found = await Promise.all(
    places.map(async place => {
      const entries = await readdir(join(installation, place), { recursive: true, withFileTypes: true });
      return entries.flatMap(entry =>
        entry.isFile() ? [relative(installation, join(entry.parentPath, entry.name))] : [],
      );
    }),
  );
  return ["package.json", join(runtime, "package.json"), ...found.flat().filter(isWanted)].sort();
}

/** A name for all that the programs consist of. */
async function digestOf(installation: string): Promise<string> {
  const digest = createHash("sha256");
  for (const name of await partsOf(installation)) {
    digest.update(`${name}\0`);
    digest.update(await readFile(join(installation, name)));
  }
  return digest.digest("hex").slice(0, 16);
}

/** Removes the copies, but one, that serve nobody, and what crashes left half made. */
async function removeUnused(store: string, but: string): Promise<void> {
  sweepTemporary(store);
  for (const name of await readdir(store)) {
    const copy = join(store, name);
    if (copy !== but && !name.startsWith(".") && !(await serves(copy)))
      await rm(copy, { recursive: true, force: true });
  }
}

async function serves(copy: string): Promise<boolean> {
  const users = join(copy, usersName);
  const names = await readdir(users).catch(() => []);
  const inUse = await Promise.all(
    names.map(async name => {
      const file = join(users, name);
      const since = Date.now() - (await stat(file)).mtimeMs;
      // What was just started has no lock yet.
      return since < DAY_MS || isAtWork(await readFile(file, "utf8"), since);
    }),
  );
  return inUse.includes(true);
}

/** Whether somebody trains a run or sweep, or a job of it may still begin: Slurm may requeue one until its run is done or has failed. */
function isAtWork(folder: string, since: number): boolean {
  if (isWorkedIn(folder) !== false) return true;
  if (since > FORGOTTEN_MS) return false;
  const runs = unlessGone(() => readArrays(folder).flatMap(array => array.runs)) ?? [];
  const states = runs.map(run => unlessGone(() => observe(join(folder, run)).state));
  return states.some(state => state !== null && state !== "done" && state !== "failed");
}

/** Null where a folder is gone, or cannot be read any more. */
function unlessGone<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof RunReadError) return null;
    throw error;
  }
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
