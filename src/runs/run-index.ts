import { existsSync, type Dirent } from "node:fs";
import { readdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { inReach, isInReach, OutOfReachError } from "../reach/reach.ts";
import { realPath } from "../reach/real-path.ts";
import { every, later, letGo, unattended } from "../unattended/unattended.ts";
import { RunReadError } from "./errors.ts";
import { runFiles, sweepRecordName } from "./file-names.ts";
import { observe, type ObservedRun, type RunListing } from "./list.ts";
import { noNotes, readNotes, type Notes } from "./notes.ts";
import { Stamp } from "./stamp.ts";
import { isEnded, observedState } from "./status.ts";
import { Turns } from "./turns.ts";
import { watchRuns, type RunsWatch } from "./watch-runs.ts";
import { errorCode } from "./write-guard.ts";

export interface RunIndexOptions {
  /** Milliseconds between looks that need no event. */
  readonly lookEvery?: number;
  /** Whether the system's events are used too. */
  readonly watch?: boolean;
}

/** What is known of one folder. `listing` is null for a folder that is no run. */
interface Entry {
  readonly listing: RunListing | null;
  readonly notes: Notes;
}

/** A place in the queue of what is to be read; `known` is how many folders there were when it was put there. */
interface Mark {
  readonly known: number;
  readonly reached: () => void;
}

/** One folder of runs. */
interface Root {
  readonly folder: string;
  /** With every link on the way followed. */
  real: string;
  /** Whether a run in it is reached by a link. */
  hasLinks: boolean;
  /** The folder that it lies in, where it is a sweep's and was found there. */
  readonly within: Root | null;
  readonly stamp: Stamp;
  readonly watch: RunsWatch | null;
  names: ReadonlySet<string>;
}

/** Told which folders changed, came or went: those of runs, and of sweeps among them. */
export type RunsListener = (folders: ReadonlySet<string>) => void;

/** Runs that ended are looked at in turn, so many a look: they may be changed by who does not tell. */
const LOOKS_IN_TURN = 50;
/** Changes are told this long after the first one, together. */
const TOLD_AFTER_MS = 50;

/**
 * Every run of some folders, and of the sweeps' folders in them, read once and then kept up by watching: a change costs the reading of that run alone.
 * Live runs are followed and looked at every second as well, since watching may fail; the others tell (`announce`) and are looked at in turn. Nothing holds up the
 * process for more than a few milliseconds.
 */
export class RunIndex {
  readonly #watches: boolean;
  readonly #timer: NodeJS.Timeout;
  readonly #listeners = new Set<RunsListener>();
  readonly #entries = new Map<string, Entry>();
  /** Under which path a folder is listed that links lead to, by its real path. */
  readonly #linked = new Map<string, string>();
  readonly #stamps = new Map<string, { readonly status: Stamp; readonly notes: Stamp }>();
  /** Folders to be read again, in this order, and who waits for how far that is. */
  readonly #dirty = new Set<string | Mark>();
  #roots: readonly Root[] = [];
  #dirtyRoots = new Set<Root>();
  #working: Promise<void> | null = null;
  #looking: Promise<void> | null = null;
  #turn: Iterator<string> | null = null;
  #sorted: readonly RunListing[] | null = null;
  #all: readonly ObservedRun[] | null = null;
  /** Folders of which something else is known than was told. */
  #news = new Set<string>();
  #telling: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(folders: readonly string[], { lookEvery = 1000, watch = true }: RunIndexOptions = {}) {
    this.#watches = watch;
    this.setFolders(folders);
    this.#timer = every(
      lookEvery,
      () =>
        (this.#looking ??= this.#look().finally(() => {
          this.#looking = null;
        })),
    );
    this.#timer.unref();
  }

  /** Runs newest first, then the folders that should be runs and cannot be read. The same list as long as nothing changes. */
  get listings(): readonly RunListing[] {
    this.#sorted ??= [...this.#entries.values()]
      .flatMap(({ listing }) => (listing === null ? [] : [listing]))
      .sort((a, b) => compare(createdAt(b), createdAt(a)) || compare(b.folder, a.folder));
    return this.#sorted;
  }

  /** The runs of `listings`; the same list as long as nothing changes. */
  get all(): readonly ObservedRun[] {
    this.#all ??= this.listings.filter(listing => listing.kind === "run");
    return this.#all;
  }

  /** The folders of sweeps: those given that are one, and those found in them. */
  get sweepFolders(): readonly string[] {
    return this.#roots
      .filter(({ folder, within }) => within !== null || isSweepFolder(folder))
      .map(({ folder }) => folder);
  }

  find(folder: string): ObservedRun | undefined {
    const listing = this.#entries.get(folder)?.listing;
    return listing?.kind === "run" ? listing : undefined;
  }

  notesOf(folder: string): Notes {
    return this.#entries.get(folder)?.notes ?? noNotes;
  }

  /** Calls `changed` after changes, those of a moment together. Gives what ends that. */
  onChange(changed: RunsListener): () => void {
    this.#listeners.add(changed);
    return () => {
      this.#listeners.delete(changed);
    };
  }

  /** Other folders of runs; what is known of those that stay is kept. */
  setFolders(folders: readonly string[]): void {
    const kept = this.#roots.filter(({ folder, within }) => folders.includes((within ?? { folder }).folder));
    for (const root of this.#roots) if (!kept.includes(root)) this.#leave(root);
    this.#roots = kept;
    for (const folder of folders) this.#add(folder, null);
    this.#work();
  }

  /**
   * Resolves when everything that is known to have changed by now has been read; at first, when every run has. What
   * changes meanwhile is not waited for: runs that train may change faster than they are read.
   */
  settled(): Promise<void> {
    if (this.#working === null) return Promise.resolve();
    return new Promise(reached => this.#dirty.add({ known: -1, reached }));
  }

  /** Reads one run, or every folder's names and every run, again; tells of changes before it resolves. */
  async refresh(folder?: string): Promise<void> {
    if (folder === undefined) {
      for (const root of this.#roots) this.#dirtyRoots.add(root);
      for (const known of this.#entries.keys()) this.#dirty.add(known);
    } else if (this.#entries.has(folder) && existsSync(folder)) this.#dirty.add(folder);
    // One that came or went is found by its folder of runs.
    else for (const root of this.#roots) if (root.folder === dirname(folder)) this.#dirtyRoots.add(root);
    this.#work();
    await this.settled();
    this.#tell();
  }

  dispose(): void {
    this.#closed = true;
    clearInterval(this.#timer);
    clearTimeout(this.#telling);
    for (const { watch } of this.#roots) watch?.close();
    this.#roots = [];
    this.#listeners.clear();
    for (const waiting of this.#dirty) if (typeof waiting !== "string") waiting.reached();
  }

  /** Lists a folder's runs, unless it is listed already, whichever way it is reached. */
  #add(folder: string, within: Root | null): boolean {
    const real = realPath(folder);
    if (this.#roots.some(root => root.real === real)) return false;
    const root = this.#enter(folder, real, within);
    // What links led to may be listed by itself from now on.
    for (const other of this.#roots) if (other.hasLinks) this.#dirtyRoots.add(other);
    this.#roots = [...this.#roots, root];
    this.#dirtyRoots.add(root);
    return true;
  }

  #enter(folder: string, real: string, within: Root | null): Root {
    const root: Root = {
      folder,
      real,
      hasLinks: false,
      within,
      stamp: new Stamp(),
      names: new Set(),
      watch: this.#watches
        ? watchRuns(folder, {
            run: name => {
              this.#dirty.add(join(folder, name));
              this.#work();
            },
            folder: () => {
              this.#dirtyRoots.add(root);
              this.#work();
            },
          })
        : null,
    };
    return root;
  }

  #leave(root: Root): void {
    root.watch?.close();
    this.#dirtyRoots.delete(root);
    this.#unlink(root);
    for (const name of root.names) this.#forget(join(root.folder, name));
  }

  /** A folder among the runs turned out to be a sweep's: its runs are listed too. */
  #nest(folder: string): void {
    if (!isSweepFolder(folder)) return;
    const within = this.#roots.find(root => root.folder === dirname(folder));
    // Sweeps do not lie in sweeps: what is listed has an end.
    if (within?.within === null && this.#add(folder, within)) this.#changed(folder, undefined);
  }

  #forget(folder: string): void {
    const nested = this.#roots.find(root => root.folder === folder && root.within !== null);
    if (nested !== undefined) {
      this.#roots = this.#roots.filter(root => root !== nested);
      this.#leave(nested);
    }
    this.#dirty.delete(folder);
    this.#stamps.delete(folder);
    if (this.#entries.delete(folder)) this.#changed(folder, undefined);
  }

  /** What no event may have told: new folders, live runs, and some of the others in turn. */
  async #look(): Promise<void> {
    for (const root of this.#roots) if (await root.stamp.changed(root.folder)) this.#dirtyRoots.add(root);
    const live = this.all.filter(({ status }) => !isEnded(status.state)).map(({ folder }) => folder);
    for (const folder of new Set([...live, ...this.#inTurn()])) {
      if (this.#closed) return;
      const stamps = this.#stamps.get(folder);
      if (stamps === undefined) continue;
      const status = await stamps.status.changed(join(folder, runFiles.status));
      const notes = await stamps.notes.changed(join(folder, runFiles.notes));
      if (status || notes) this.#dirty.add(folder);
      else if (this.#entries.get(folder)?.listing === null) this.#nest(folder);
      else this.#age(folder);
    }
    this.#work();
  }

  *#inTurn(): Generator<string> {
    for (let i = 0; i < LOOKS_IN_TURN; i++) {
      this.#turn ??= [...this.#entries.keys()].values();
      const next = this.#turn.next();
      if (next.done === true) {
        this.#turn = null;
        return;
      }
      yield next.value;
    }
  }

  /** A run of which nothing is heard may have been lost since. */
  #age(folder: string): void {
    const entry = this.#entries.get(folder);
    if (entry?.listing?.kind !== "run") return;
    const state = observedState(entry.listing.status, Date.now());
    if (state === entry.listing.state) return;
    const aged = { ...entry, listing: { ...entry.listing, state } };
    this.#entries.set(folder, aged);
    this.#changed(folder, { before: entry, after: aged });
  }

  #work(): void {
    if (this.#closed) return;
    this.#working ??= this.#drain().finally(() => {
      this.#working = null;
      if (this.#dirty.size + this.#dirtyRoots.size > 0) this.#work();
    });
    letGo(this.#working);
  }

  async #drain(): Promise<void> {
    const turns = new Turns();
    while (!this.#closed) {
      const [root] = this.#dirtyRoots;
      if (root !== undefined) {
        this.#dirtyRoots.delete(root);
        await this.#readNames(root, turns);
        continue;
      }
      const [next] = this.#dirty;
      if (next === undefined) return;
      this.#dirty.delete(next);
      if (typeof next === "string") {
        this.#read(next);
        await turns.rest();
      } else if (next.known === this.#stamps.size) next.reached();
      // Folders that were found since stand behind it in the queue.
      else this.#dirty.add({ known: this.#stamps.size, reached: next.reached });
    }
  }

  async #readNames(root: Root, turns: Turns): Promise<void> {
    root.watch?.retry();
    const found = await foldersIn(root.folder);
    turns.restart();
    if (this.#closed || !this.#roots.includes(root)) return;
    const before = root.names;
    const names = this.#listedOnce(root, found);
    root.names = names;
    for (const name of before) {
      if (names.has(name)) continue;
      root.watch?.unfollow(name);
      this.#forget(join(root.folder, name));
    }
    for (const name of names) {
      if (before.has(name)) continue;
      const folder = join(root.folder, name);
      this.#stamps.set(folder, { status: new Stamp(), notes: new Stamp() });
      this.#dirty.add(folder);
      await turns.rest();
      if (!this.#roots.includes(root)) return;
    }
  }

  /** Of the folders in one those that are not listed elsewhere: links may lead to the same. */
  #listedOnce(root: Root, found: readonly Dirent[]): Set<string> {
    root.real = realPath(root.folder);
    root.hasLinks = false;
    this.#unlink(root);
    const names = found.filter(entry => {
      if (!entry.isSymbolicLink()) return true;
      root.hasLinks = true;
      const folder = join(root.folder, entry.name);
      const real = realPath(folder);
      if (this.#roots.some(other => other.real === real || other.real === dirname(real))) return false;
      if (this.#linked.has(real)) return false;
      this.#linked.set(real, folder);
      return true;
    });
    return new Set(names.map(({ name }) => name));
  }

  #unlink(root: Root): void {
    for (const [real, folder] of this.#linked) if (dirname(folder) === root.folder) this.#linked.delete(real);
  }

  #read(folder: string): void {
    if (!this.#stamps.has(folder)) return;
    const entry = readEntry(folder);
    if (entry.listing === null) this.#nest(folder);
    this.#follow(folder, entry);
    const before = this.#entries.get(folder);
    if (isDeepStrictEqual(entry, before)) return;
    this.#entries.set(folder, entry);
    this.#changed(folder, before === undefined ? undefined : { before, after: entry });
  }

  /** What has not ended, or is no run yet, changes by itself; of the others somebody tells. */
  #follow(folder: string, { listing }: Entry): void {
    const watch = this.#roots.find(root => root.folder === dirname(folder))?.watch;
    if (listing?.kind === "run" && isEnded(listing.status.state)) watch?.unfollow(basename(folder));
    else watch?.follow(basename(folder));
  }

  /** `entry`: what took whose place, where nothing came or went. */
  #changed(folder: string, entry: { readonly before: Entry; readonly after: Entry } | undefined): void {
    this.#news.add(folder);
    this.#sorted = this.#sorted && entry ? withInstead(this.#sorted, entry.before, entry.after) : null;
    this.#all = null;
    this.#telling ??= later(TOLD_AFTER_MS, () => {
      this.#tell();
    });
  }

  #tell(): void {
    if (this.#telling === undefined) return;
    clearTimeout(this.#telling);
    this.#telling = undefined;
    const news = this.#news;
    this.#news = new Set();
    // One that fails keeps no other from hearing of it.
    for (const changed of this.#listeners) unattended(changed)(news);
  }
}

/** The list with one listing in the place of another; null where it may belong elsewhere in the order. */
function withInstead(listings: readonly RunListing[], before: Entry, after: Entry): RunListing[] | null {
  const [old, now] = [before.listing, after.listing];
  if (old === null || now === null || createdAt(old) !== createdAt(now)) return null;
  return listings.with(listings.indexOf(old), now);
}

/** Folders whose name begins with a dot are not runs (yet, or no more). A folder that is not there has none. */
async function foldersIn(runsFolder: string): Promise<Dirent[]> {
  try {
    const entries = await readdir(inReach(runsFolder), { withFileTypes: true });
    return entries.filter(
      entry => (entry.isDirectory() || entry.isSymbolicLink()) && !entry.name.startsWith("."),
    );
  } catch (error) {
    if (errorCode(error) === "") throw error;
    return [];
  }
}

function readEntry(folder: string): Entry {
  if (!isInReach(folder)) {
    const reason = `${new OutOfReachError(folder).message}.`;
    return { listing: { kind: "broken", folder, reason }, notes: noNotes };
  }
  // Most runs have no notes, and finding that out by failing to open them is slow.
  const notes = existsSync(join(folder, runFiles.notes)) ? readNotes(folder) : noNotes;
  try {
    return { listing: { kind: "run", ...observe(folder) }, notes };
  } catch (error) {
    if (!(error instanceof RunReadError)) throw error;
    const isRun = existsSync(join(folder, runFiles.info)) || existsSync(join(folder, runFiles.status));
    return { listing: isRun ? { kind: "broken", folder, reason: error.message } : null, notes };
  }
}

const isSweepFolder = (folder: string) => isInReach(folder) && existsSync(join(folder, sweepRecordName));
const createdAt = (listing: RunListing) => (listing.kind === "run" ? listing.info.createdAt : "");
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
