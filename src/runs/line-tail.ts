import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import { inReach } from "../reach/reach.ts";
import { runFiles } from "./file-names.ts";

/** Of a longer log only the end is read at first. */
const MOST_BYTES = 256 * 1024;

/** Follows a log: each `read` gives the whole lines that have come since the last one. */
export class LineTail {
  readonly #path: string;
  #position = -1;

  /** Of a run's trainer, or another log in a folder. */
  constructor(folder: string, name: string = runFiles.log) {
    this.#path = join(folder, name);
  }

  /** New lines; none while there is no log, or the system refuses to read it: whoever asks, asks again. */
  read(): string[] {
    try {
      return this.#readOn();
    } catch {
      return [];
    }
  }

  #readOn(): string[] {
    const fd = openSync(inReach(this.#path), "r");
    try {
      const { size } = fstatSync(fd);
      const first = this.#position < 0 || size < this.#position;
      if (first) this.#position = Math.max(0, size - MOST_BYTES);
      const bytes = Buffer.alloc(Math.min(MOST_BYTES, size - this.#position));
      const length = readSync(fd, bytes, 0, bytes.length, this.#position);
      const end = bytes.lastIndexOf(10, length - 1) + 1;
      // What begins in the middle of a line shows from the next one on.
      const begin = first && this.#position > 0 ? bytes.indexOf(10) + 1 : 0;
      this.#position += end;
      return bytes
        .toString("utf8", begin, Math.max(begin, end))
        .split("\n")
        .filter(line => line !== "");
    } finally {
      closeSync(fd);
    }
  }
}
