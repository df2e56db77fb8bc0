import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { inReach } from "../reach/reach.ts";
import { decodeEvents, type TbEvent } from "../formats/tensorboard.ts";
import { isEventFile } from "./event-files.ts";
import { FileTail } from "./tail-file.ts";

export interface EventsPiece {
  readonly events: readonly TbEvent[];
  /** Whether there may be more at once. */
  readonly more: boolean;
  /** Everything handed on before is void: the files are not the ones they were. */
  readonly reset: boolean;
}

/** Reads the event files of a run as they grow, one after the other in the order of their names. */
export class EventsTail {
  readonly #folder: string;
  #names: readonly string[] = [];
  /** Which file is read; those before it are done. */
  #current = 0;
  #file: FileTail | null = null;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Reads one piece. Rejects with the system's errors. */
  async read(): Promise<EventsPiece> {
    const names = (await readdir(inReach(this.#folder))).filter(isEventFile).sort();
    const known = this.#names.every((name, i) => names[i] === name);
    this.#names = names;
    if (!known) return this.#startAgain();
    const name = names[this.#current];
    if (name === undefined) return { events: [], more: false, reset: false };
    this.#file ??= new FileTail(join(this.#folder, name));
    let events: readonly TbEvent[] = [];
    const state = await this.#file.read(bytes => {
      const decoded = decodeEvents(bytes);
      events = decoded.events;
      return decoded.rest;
    });
    if (state === "replaced") return this.#startAgain();
    const hasNext = this.#current + 1 < names.length;
    // A record torn at a file's end stays torn when there is a next file: its writer is gone.
    if (state === "end" && hasNext) {
      await this.#file.close();
      this.#file = null;
      this.#current++;
    }
    return { events, more: state === "more" || hasNext, reset: false };
  }

  async #startAgain(): Promise<EventsPiece> {
    await this.close();
    this.#file = null;
    this.#current = 0;
    return { events: [], more: true, reset: true };
  }

  /** Lets go of the file; another `read` goes on. */
  async close(): Promise<void> {
    await this.#file?.close();
  }
}
