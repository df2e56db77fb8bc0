import { closeSync, openSync, readSync, statSync } from "node:fs";
import { inReach } from "../reach/reach.ts";
import type { Mishap } from "./append-log.ts";
import { parseControlLine, type ControlLine } from "./control.ts";
import { Presence } from "./presence.ts";
import { errorCode } from "./write-guard.ts";

const NEWLINE = 10;
const MAX_LINE_BYTES = 64 * 1024;
const CHUNK_BYTES = 4 * MAX_LINE_BYTES;

/** What tells a file from another of the same name, and whether it has grown. */
interface FileFacts {
  readonly ino: number;
  readonly birthtimeMs: number;
  readonly size: number;
}

const none: FileFacts = { ino: 0, birthtimeMs: 0, size: 0 };

/** A line with the byte of the file at which it begins. */
export type PlacedLine = ControlLine & { readonly offset: number };

/**
 * Follows a growing control.ndjson: gives each complete line once. A line that still grows waits; one too long is skipped.
 * A file that was deleted, cut or replaced by another is read from its start.
 */
export class ControlReader {
  readonly #path: string;
  #offset = 0;
  #seen: FileFacts = none;
  /** Lines that were read and not given: the system refused to read on. */
  #waiting: PlacedLine[] = [];
  /** Where a line began that is longer than any request; its rest is being passed over. */
  #oversized: number | null = null;

  readonly #presence: Presence;

  constructor(path: string) {
    this.#path = path;
    this.#presence = new Presence(path);
  }

  /** Whether somebody deleted the file since the last look. Throws the system's own errors. */
  look(): Mishap | null {
    return this.#presence.look();
  }

  /**
   * The lines completed since the last call. When nothing was appended this costs one stat. Throws the system's own
   * errors; nothing is lost by them, the next call goes on.
   */
  poll(): PlacedLine[] {
    const now = statSync(this.#path, { throwIfNoEntry: false }) ?? none;
    this.#presence.see(now !== none);
    const same = now.ino === this.#seen.ino && now.birthtimeMs === this.#seen.birthtimeMs;
    if (same && now.size === this.#seen.size) return [];
    if (!same || now.size < this.#offset) {
      this.#offset = 0;
      this.#oversized = null;
      this.#seen = { ...none, ino: now.ino, birthtimeMs: now.birthtimeMs };
    }
    if (now.size > 0) this.#readUpTo(now.size);
    this.#seen = now;
    return this.#waiting.splice(0);
  }

  #readUpTo(size: number): void {
    let fd: number;
    try {
      fd = openSync(inReach(this.#path), "r");
    } catch (error) {
      // Deleted in this very moment.
      if (errorCode(error) === "ENOENT") return;
      throw error;
    }
    try {
      while (this.#readChunk(fd, size, this.#waiting));
    } finally {
      closeSync(fd);
    }
  }

  /** Reads on from the offset; gives whether there may be more to read now. */
  #readChunk(fd: number, size: number, lines: PlacedLine[]): boolean {
    const chunk = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, Math.max(size - this.#offset, 0)));
    const length = readSync(fd, chunk, 0, chunk.length, this.#offset);
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0 && end < length; end = chunk.indexOf(NEWLINE, start)) {
      this.#take(chunk.subarray(start, end), this.#offset + start, lines);
      start = end + 1;
    }
    if (start === 0 && length > MAX_LINE_BYTES) {
      this.#oversized ??= this.#offset;
      start = length;
    }
    this.#offset += start;
    return start > 0 && this.#offset < size;
  }

  #take(line: Buffer, offset: number, lines: PlacedLine[]): void {
    if (this.#oversized !== null || line.length > MAX_LINE_BYTES) {
      const message = `control.ndjson: a line longer than ${MAX_LINE_BYTES} bytes was skipped`;
      lines.push({ kind: "unreadable", message, offset: this.#oversized ?? offset });
      this.#oversized = null;
    } else if (line.length > 0) {
      lines.push({ ...parseControlLine(line.toString("utf8")), offset });
    }
  }
}
