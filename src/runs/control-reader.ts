import { closeSync, openSync, readSync, statSync } from "node:fs";
import { inReach } from "../reach/reach.ts";
import { parseControlLine, type ControlLine } from "./control.ts";
import { errorCode } from "./write-guard.ts";

const NEWLINE = 10;
const MAX_LINE_BYTES = 64 * 1024;
const CHUNK_BYTES = 4 * MAX_LINE_BYTES;

/** A line with the byte of the file at which it begins. */
export type PlacedLine = ControlLine & { readonly offset: number };

/** Follows a growing control.ndjson: gives each complete line once. A line that still grows waits; one too long is skipped. */
export class ControlReader {
  readonly #path: string;
  #offset = 0;
  #seenSize = 0;
  /** Where a line began that is longer than any request; its rest is being passed over. */
  #oversized: number | null = null;

  constructor(path: string) {
    this.#path = path;
  }

  /** The lines completed since the last call. When nothing was appended this costs one stat. */
  poll(): PlacedLine[] {
    const size = this.#size();
    if (size === this.#seenSize) return [];
    if (size < this.#offset) {
      this.#offset = 0;
      this.#oversized = null;
    }
    const lines: PlacedLine[] = [];
    while (this.#readChunk(size, lines));
    this.#seenSize = size;
    return lines;
  }

  #size(): number {
    try {
      return statSync(this.#path).size;
    } catch (error) {
      if (errorCode(error) === "ENOENT") return 0;
      throw error;
    }
  }

  /** Reads on from the offset; gives whether there may be more to read now. */
  #readChunk(size: number, lines: PlacedLine[]): boolean {
    const chunk = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, Math.max(size - this.#offset, 0)));
    const fd = openSync(inReach(this.#path), "r");
    let length: number;
    try {
      length = readSync(fd, chunk, 0, chunk.length, this.#offset);
    } finally {
      closeSync(fd);
    }
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
