import { basename, join } from "node:path";
import { encodeEvent, type TbEvent } from "../formats/tensorboard.ts";
import { AppendLog, type Mishap } from "./append-log.ts";
import { eventFiles, nextEventFile } from "./event-files.ts";
import { syncPath } from "./replace-file.ts";
import type { EventPlace } from "./scalars.ts";

/** A write a step would cost a step of a millisecond too much: so long after a write points wait for company. */
const FLUSH_AFTER_MS = 100;
const FLUSH_AT_BYTES = 64 * 1024;

/** What TensorBoard's readers need first in a file. */
const versionAt = (wallTime: number): TbEvent => ({ wallTime, step: 0, kind: "version" });

/** Writes the event file of a session. Opened at the first event, buffered, one append a flush. */
export class EventWriter {
  readonly #folder: string;
  #log: AppendLog | null = null;
  #waiting: Uint8Array[] = [];
  #bytes = 0;
  /** By a clock that nobody sets. */
  #flushedAt = -Infinity;
  /** What befell the file, until the next one has begun. */
  #broken: Mishap | null = null;
  /** Whether the file's name is known to be durable. */
  #named = false;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Buffers an event; gives whether a flush is due. */
  add(event: TbEvent): boolean {
    if (this.#log === null) {
      this.#log = this.#nextLog(event.wallTime);
      this.#buffer(versionAt(event.wallTime));
    }
    this.#buffer(event);
    return this.isDue;
  }

  #nextLog(wallTime: number): AppendLog {
    const path = join(this.#folder, nextEventFile(eventFiles(this.#folder), wallTime * 1000));
    this.#named = false;
    return new AppendLog(path, { shared: false });
  }

  /**
   * Looks what others did with the file (`AppendLog.look`). Where it is another one or was cut, a new file begins: no
   * reader could tell where in the old one the records go on.
   */
  look(): { readonly file: string; readonly mishap: Mishap } | null {
    const log = this.#log;
    const mishap = this.#broken ?? log?.look() ?? null;
    if (log === null || mishap === null) return null;
    if (mishap !== "deleted") {
      this.#broken = mishap;
      const now = Date.now() / 1000;
      this.#log = this.#nextLog(now);
      this.#broken = null;
      log.close();
      const version = encodeEvent(versionAt(now));
      this.#waiting.unshift(version);
      this.#bytes += version.length;
    }
    return { file: basename(log.path), mishap };
  }

  #buffer(event: TbEvent): void {
    const bytes = encodeEvent(event);
    this.#waiting.push(bytes);
    this.#bytes += bytes.length;
  }

  /** At once after a quiet time. */
  get isDue(): boolean {
    const quiet = performance.now() - this.#flushedAt >= FLUSH_AFTER_MS;
    return this.#bytes >= FLUSH_AT_BYTES || (this.#bytes > 0 && quiet);
  }

  get isEmpty(): boolean {
    return this.#bytes === 0;
  }

  /** Appends what waits in one write. */
  flush(): void {
    if (this.#log === null || this.#bytes === 0) return;
    this.#log.append(Buffer.concat(this.#waiting, this.#bytes));
    this.#waiting = [];
    this.#bytes = 0;
    this.#flushedAt = performance.now();
  }

  /** How far the file goes; null before the first event. */
  get place(): EventPlace | null {
    return this.#log && { file: basename(this.#log.path), bytes: this.#log.size };
  }

  /** Makes what was flushed, and the file's name, survive a loss of power. */
  sync(): void {
    this.#log?.sync();
    if (this.#named) return;
    syncPath(this.#folder);
    this.#named = this.#log !== null;
  }

  close(): void {
    this.#log?.close();
    this.#log = null;
  }
}
