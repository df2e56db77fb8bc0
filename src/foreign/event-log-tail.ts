import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { inReach } from "../reach/reach.ts";
import { EventDecoder, type TbEvent } from "../formats/tensorboard.ts";
import { FileTail } from "../runs/tail-file.ts";
import { Turns } from "../runs/turns.ts";
import { errorCode } from "../runs/write-guard.ts";
import type { PartDecoder } from "../formats/mlflow-file.ts";
import { isForeignEventFile } from "./log-folder.ts";
import { isMlflowRun, mlflowDecoder, mlflowFiles } from "./mlflow-run.ts";

/** Where an encoded picture stands: it is read again when it is shown, and never kept. */
export interface PicturePlace {
  readonly file: string;
  /** Bytes from the start of the file. */
  readonly offset: number;
  readonly length: number;
}

/** Takes what a log folder's event files say, first what is there, then what comes. */
export interface LogSink {
  scalar(tag: string, step: number, value: number): void;
  picture(tag: string, step: number, place: PicturePlace, size: PictureSize): void;
  /** A value that is no number and no picture, by TensorBoard's plugin for it; "" where none is named. */
  tagged(tag: string, step: number, plugin: string): void;
  /** A session starts again: what stands at this step and later no longer holds. */
  restart(step: number): void;
  /** More damaged records were passed over. */
  damaged(count: number): void;
  /** The files are others than before: everything comes again. */
  reset(): void;
  /** A piece was handed on: so many bytes have been read of those that there are. */
  progress(read: number, size: number): void;
}

export interface PictureSize {
  readonly width: number;
  readonly height: number;
  /** Which one of several pictures of one record, from 0. */
  readonly number: number;
}

interface FollowedFile {
  readonly path: string;
  readonly tail: FileTail;
  readonly decoder: PartDecoder;
  /** Bytes from the start that were made use of. */
  used: number;
}

export interface EventLogTailOptions {
  /** Bytes a read. Where others wait for their turn, small pieces. */
  readonly chunkBytes?: number;
}

/**
 * Reads the event files of one folder (or what MLflow has in it), in the order of their names, and what is appended to any of them afterwards.
 * Only the piece at hand is held in memory. A record that is not whole waits for its rest until `finish` counts it.
 */
export class EventLogTail {
  readonly #folder: string;
  readonly #sink: LogSink;
  readonly #chunkBytes: number | undefined;
  #files = new Map<string, FollowedFile>();
  /** Of all files: a writer that starts again may name a tag's plugin no more. */
  #plugins = new Map<string, string>();
  /** Bytes of all files together: that were made use of, and that there are. */
  #used = 0;
  #size = 0;

  constructor(folder: string, sink: LogSink, { chunkBytes }: EventLogTailOptions = {}) {
    this.#folder = folder;
    this.#sink = sink;
    this.#chunkBytes = chunkBytes;
  }

  /** Hands on everything that is new. Gives others their turn between pieces; ends early, between pieces, when aborted. */
  async look(signal?: AbortSignal): Promise<void> {
    const names = await this.#list();
    const turns = new Turns();
    if ([...this.#files.keys()].some(name => !names.includes(name))) await this.#startAgain();
    this.#size = await this.#sizeOf(names);
    for (const name of names) {
      const file = this.#open(name);
      for (let state = "more"; state === "more" && signal?.aborted !== true;) {
        state = await this.#read(file);
        if (state === "replaced") {
          await this.#startAgain();
          return this.look(signal);
        }
        await turns.rest();
      }
      // Nothing is held open between two looks: a log folder may have more files than a process may open.
      await file.tail.close();
    }
  }

  /** Nothing follows: what is not whole at the end of a file is damage. To be called once, after `look`. */
  async finish(): Promise<void> {
    for (const file of this.#files.values()) {
      await this.#read(file, true);
      await file.tail.close();
    }
  }

  /** Event files by their names, then the files of MLflow's where it wrote this folder. */
  async #list(): Promise<string[]> {
    const entries = await readdir(inReach(this.#folder), { withFileTypes: true });
    const names = entries
      .filter(entry => isForeignEventFile(entry.name) && (entry.isFile() || entry.isSymbolicLink()))
      .map(({ name }) => name);
    const isMlflow = isMlflowRun(entries.map(({ name }) => name));
    return [...names.sort(), ...(isMlflow ? (await mlflowFiles(this.#folder)).sort() : [])];
  }

  #open(name: string): FollowedFile {
    const known = this.#files.get(name);
    if (known !== undefined) return known;
    const path = join(this.#folder, name);
    const tail = new FileTail(path, this.#chunkBytes);
    const decoder = mlflowDecoder(name) ?? new EventDecoder(this.#plugins);
    const file = { path, tail, decoder, used: 0 };
    this.#files.set(name, file);
    return file;
  }

  /** Bytes of all files; one that is gone is missed when it is read. */
  async #sizeOf(names: readonly string[]): Promise<number> {
    const sizes = await Promise.all(
      names.map(name =>
        stat(join(this.#folder, name)).then(
          ({ size }) => size,
          () => 0,
        ),
      ),
    );
    return sizes.reduce((sum, size) => sum + size, 0);
  }

  async #read(file: FollowedFile, atEnd = false) {
    const { path, tail, decoder } = file;
    try {
      return await tail.read((bytes, offset) => {
        const { events, skipped, rest } = decoder.decode(bytes, { atEnd });
        for (const event of events) this.#handOn(event, path, offset - bytes.byteOffset);
        if (skipped > 0) this.#sink.damaged(skipped);
        const used = offset + bytes.length - rest;
        this.#used += used - file.used;
        file.used = used;
        this.#sink.progress(this.#used, Math.max(this.#used, this.#size));
        return rest;
      });
    } catch (error) {
      // A file that has just been deleted is missed at the next look.
      if (errorCode(error) === "ENOENT") return "end" as const;
      throw error;
    }
  }

  /** `shift`: from a place in the memory that holds the piece to the place in the file. */
  #handOn(event: TbEvent, file: string, shift: number): void {
    const { step } = event;
    if (event.kind === "restart") this.#sink.restart(step);
    else if (event.kind === "scalars")
      for (const [tag, value] of Object.entries(event.scalars)) this.#sink.scalar(tag, step, value);
    else if (event.kind === "tagged") this.#sink.tagged(event.tag, step, event.plugin);
    else if (event.kind === "image") {
      const { tag, png, width, height, number = 0 } = event;
      const place = { file, offset: png.byteOffset + shift, length: png.length };
      this.#sink.picture(tag, step, place, { width, height, number });
    }
  }

  async #startAgain(): Promise<void> {
    for (const { tail } of this.#files.values()) await tail.close();
    this.#files = new Map();
    this.#plugins = new Map();
    this.#used = 0;
    this.#sink.reset();
  }
}
