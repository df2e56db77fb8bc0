import { join } from "node:path";
import { decodeNdjson } from "../formats/ndjson.ts";
import type { TbEvent } from "../formats/tensorboard.ts";
import { every, letGo } from "../unattended/unattended.ts";
import { isDrawable } from "./checkpoints.ts";
import { RunReadError } from "./errors.ts";
import { isEventFile } from "./event-files.ts";
import { journalEntry, type JournalEntry } from "./journal.ts";
import { runFiles, stepOfName } from "./file-names.ts";
import { loadNotes, type Notes } from "./notes.ts";
import { loadStatus, type Status } from "./status.ts";
import { Stamp, stampOf } from "./stamp.ts";
import { StepListing, type StepChanges } from "./step-listing.ts";
import { EventsTail } from "./tail-events.ts";
import { FileTail } from "./tail-file.ts";
import { Turns } from "./turns.ts";
import { watchFolder, type Watching } from "./watch-folder.ts";
import { errorCode } from "./write-guard.ts";

/** Takes what a run's folder says, first what is there, then what comes. */
export interface TailSink {
  events(events: readonly TbEvent[]): void;
  journal(entries: readonly JournalEntry[]): void;
  status(status: Status): void;
  notes(notes: Notes): void;
  steps(of: StepsPart, changes: StepChanges): void;
  /** A file is another one than before: what was handed on of it is void and comes again. */
  reset(part: "events" | "journal"): void;
  /** Why the folder cannot be read at the moment, for people; null when it can again. */
  trouble(message: string | null): void;
  /** Everything that was there has been handed on; and once a look while nothing changes, so that time may tell. */
  settled(): void;
}

export type StepsPart = "checkpoints" | "samples";
type Part = "status" | "journal" | "notes" | StepsPart | "events";
const allParts: readonly Part[] = ["status", "journal", "notes", "checkpoints", "samples", "events"];

const partOfName: Readonly<Record<string, Part>> = {
  [runFiles.status]: "status",
  [runFiles.journal]: "journal",
  [runFiles.notes]: "notes",
  [runFiles.checkpoints]: "checkpoints",
  [runFiles.samples]: "samples",
};

/** Pieces of a long file in a row, before the other files have their turn. */
const PIECES_IN_A_ROW = 32;

/** Where the system names what changed, whole folders of samples are looked at this rarely. */
const TRUSTING_LOOK_MS = 30_000;

export interface TailOptions {
  /** Milliseconds between looks that need no event: watching fails on network file systems. */
  readonly lookEvery?: number;
  /** Whether the system's events are used too. */
  readonly watch?: boolean;
  /** Begins at rest: nothing is read before `resume`. */
  readonly resting?: boolean;
}

/**
 * Follows one run's folder: hands on what is there, then what is appended or replaced, until it is closed. Long files
 * come in pieces, and no slice of work holds up the process for more than a few milliseconds. Watching makes it quick,
 * looking from time to time makes it certain. Never throws; what cannot be read is told by `trouble`.
 */
export class RunTail {
  readonly #folder: string;
  readonly #sink: TailSink;
  readonly #events: EventsTail;
  readonly #journal: FileTail;
  readonly #listings: Readonly<Record<StepsPart, StepListing>>;
  readonly #stamps: Readonly<Record<"status" | "notes" | StepsPart, Stamp>>;
  readonly #dirty = new Set<Part>(allParts);
  /** Entries that the system named. */
  readonly #named: Readonly<Record<StepsPart, Set<string>>> = { checkpoints: new Set(), samples: new Set() };
  /** When a whole folder was last looked at, and whether the system ever named an entry of it. */
  readonly #looked: Record<StepsPart, { at: number; heard: boolean }> = {
    checkpoints: { at: -Infinity, heard: false },
    samples: { at: -Infinity, heard: false },
  };
  readonly #watchings = new Map<string, Watching>();
  readonly #watch: boolean;
  readonly #lookEvery: number;
  #timer: NodeJS.Timeout | undefined;
  #working: Promise<void> | null = null;
  #closed = false;
  #trouble: string | null = null;
  #failedLooks = 0;

  constructor(
    folder: string,
    sink: TailSink,
    { lookEvery = 1000, watch = true, resting = false }: TailOptions = {},
  ) {
    this.#folder = folder;
    this.#sink = sink;
    this.#watch = watch;
    this.#events = new EventsTail(folder);
    this.#journal = new FileTail(join(folder, runFiles.journal));
    const checkpoints = join(folder, runFiles.checkpoints);
    const samples = join(folder, runFiles.samples);
    this.#listings = {
      checkpoints: new StepListing(checkpoints, stepOfName, name =>
        Promise.resolve(isDrawable(join(checkpoints, name))),
      ),
      samples: new StepListing(
        samples,
        stepOfSamples,
        async name => (await stampOf(join(samples, name))) !== "none",
      ),
    };
    this.#stamps = {
      status: new Stamp(),
      notes: new Stamp(),
      checkpoints: new Stamp(),
      samples: new Stamp(),
    };
    this.#lookEvery = lookEvery;
    if (!resting) this.resume();
  }

  get #isResting(): boolean {
    return this.#timer === undefined;
  }

  /** Rests until `resume`: costs nothing meanwhile, holds no file, and remembers how far everything was read. */
  pause(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    for (const watching of this.#watchings.values()) watching.close();
    this.#watchings.clear();
    if (this.#working === null) letGo(this.#letGo());
  }

  resume(): void {
    if (this.#closed || !this.#isResting) return;
    this.#timer = every(this.#lookEvery, () => {
      this.look();
    });
    this.#timer.unref();
    // What happened meanwhile was not heard of.
    for (const part of ["checkpoints", "samples"] as const) this.#looked[part].at = -Infinity;
    this.look();
  }

  /** Looks at everything now, without waiting for an event. */
  look(): void {
    if (this.#isResting) return;
    for (const part of allParts) this.#dirty.add(part);
    this.#watchFolders();
    this.#work();
  }

  /** Stops; nothing is handed on any more. */
  async close(): Promise<void> {
    this.#closed = true;
    this.pause();
    await this.#working;
    await this.#letGo();
  }

  async #letGo(): Promise<void> {
    await Promise.all([this.#events.close(), this.#journal.close()]);
  }

  #watchFolders(): void {
    if (!this.#watch) return;
    this.#watchOnce(this.#folder, name => {
      this.#changed(name);
    });
    for (const part of ["checkpoints", "samples"] as const) {
      this.#watchOnce(this.#listings[part].folder, name => {
        this.#looked[part].heard = name !== null;
        if (name === null) this.#stamps[part].forget();
        else this.#named[part].add(name);
        this.#dirty.add(part);
        this.#work();
      });
    }
  }

  #watchOnce(folder: string, changed: (name: string | null) => void): void {
    if (this.#watchings.has(folder)) return;
    const watching = watchFolder(folder, changed);
    if (watching !== null) this.#watchings.set(folder, watching);
  }

  #changed(name: string | null): void {
    const part = name === null ? undefined : isEventFile(name) ? "events" : partOfName[name];
    if (name === null) for (const one of allParts) this.#dirty.add(one);
    else if (part === undefined) return;
    else this.#dirty.add(part);
    if (part === "checkpoints" || part === "samples") this.#watchFolders();
    this.#work();
  }

  #work(): void {
    this.#working ??= this.#drain().finally(() => {
      this.#working = null;
      if (this.#isResting) letGo(this.#letGo());
      else if (this.#dirty.size > 0) this.#work();
    });
    letGo(this.#working);
  }

  async #drain(): Promise<void> {
    const turns = new Turns();
    const failed: Part[] = [];
    while (!this.#isResting) {
      const [part] = this.#dirty;
      if (part === undefined) break;
      this.#dirty.delete(part);
      try {
        await this.#read(part, turns);
      } catch (error) {
        failed.push(part);
        this.#refused(error);
      }
      await turns.rest();
    }
    if (this.#isResting) return;
    if (failed.length === 0) this.#recovered();
    this.#sink.settled();
  }

  /** A file that is being replaced may be unreadable for a moment: told only when the next look finds the same. */
  #refused(error: unknown): void {
    if (!(error instanceof RunReadError) && errorCode(error) === "") throw error;
    this.#failedLooks++;
    const gone = errorCode(error) === "ENOENT";
    if (this.#failedLooks < 2 && !gone) return;
    const reason = error instanceof Error ? error.message : String(error);
    this.#tell(gone ? `${this.#folder}: the run's folder was moved or deleted.` : reason);
  }

  #recovered(): void {
    this.#failedLooks = 0;
    this.#tell(null);
  }

  #tell(message: string | null): void {
    if (message === this.#trouble || this.#closed) return;
    this.#trouble = message;
    this.#sink.trouble(message);
  }

  #read(part: Part, turns: Turns): Promise<void> {
    switch (part) {
      case "status":
        return this.#readStatus();
      case "notes":
        return this.#readNotes();
      case "journal":
        return this.#readJournal(turns);
      case "events":
        return this.#readEvents(turns);
      case "checkpoints":
      case "samples":
        return this.#readSteps(part);
      default:
        return part satisfies never;
    }
  }

  async #readStatus(): Promise<void> {
    if (!(await this.#stamps.status.changed(join(this.#folder, runFiles.status)))) return;
    try {
      const status = await loadStatus(this.#folder);
      if (!this.#closed) this.#sink.status(status);
    } catch (error) {
      this.#stamps.status.forget();
      throw error;
    }
  }

  async #readNotes(): Promise<void> {
    if (!(await this.#stamps.notes.changed(join(this.#folder, runFiles.notes)))) return;
    const notes = await loadNotes(this.#folder);
    if (!this.#closed) this.#sink.notes(notes);
  }

  async #readJournal(turns: Turns): Promise<void> {
    for (let piece = 0; piece < PIECES_IN_A_ROW; piece++) {
      let entries: JournalEntry[] = [];
      const state = await this.#journal
        .read(bytes => {
          turns.restart();
          const { records, rest } = decodeNdjson(bytes);
          entries = records.map(record => (record.torn ? null : journalEntry(record.value))).filter(isThere);
          return rest;
        })
        .catch((error: unknown) => {
          if (errorCode(error) === "ENOENT") return "end" as const; // nothing has happened yet
          throw error;
        });
      if (this.#closed) return;
      if (state === "replaced") {
        await this.#journal.reopen();
        this.#sink.reset("journal");
      }
      if (entries.length > 0) this.#sink.journal(entries);
      if (state === "end") return;
      await turns.rest();
    }
    this.#dirty.add("journal");
  }

  async #readEvents(turns: Turns): Promise<void> {
    for (let piece = 0; piece < PIECES_IN_A_ROW; piece++) {
      const { events, more, reset } = await this.#events.read();
      if (this.#closed) return;
      if (reset) this.#sink.reset("events");
      if (events.length > 0) this.#sink.events(events);
      if (!more) return;
      await turns.rest();
    }
    this.#dirty.add("events");
  }

  async #readSteps(part: StepsPart): Promise<void> {
    const listing = this.#listings[part];
    const names = [...this.#named[part]];
    this.#named[part].clear();
    for (const name of names) this.#handOn(part, await listing.lookAt(name));
    const looked = this.#looked[part];
    const due = looked.heard ? TRUSTING_LOOK_MS : 0;
    if (names.length > 0 || performance.now() - looked.at < due) return;
    if (!(await this.#stamps[part].changed(listing.folder))) return;
    looked.at = performance.now();
    this.#handOn(part, await listing.lookAtAll());
  }

  #handOn(part: StepsPart, changes: StepChanges): void {
    if (this.#closed || (changes.added.length === 0 && changes.removed.length === 0)) return;
    this.#sink.steps(part, changes);
  }
}

const isThere = <T>(value: T | null): value is T => value !== null;

const stepOfSamples = (name: string) =>
  name.endsWith(".npy") ? stepOfName(name.slice(0, -".npy".length)) : null;
