import {
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { syncPath, writeAll } from "./replace-file.ts";
import { temporaryName } from "./temporary.ts";
import { closeAnyway } from "./write-guard.ts";

const NEWLINE = 10;
const COPIED_BYTES = 1024 * 1024;

/**
 * What others did with a file that is written on: deleted, it was put back as it was; replaced by another file or cut,
 * what is not in it any more is gone.
 */
export type Mishap = "deleted" | "replaced" | "cut";

/**
 * A file that only grows, one write a record (O_APPEND: records of several processes never mix).
 * Throws the system's own errors.
 */
export class AppendLog {
  readonly path: string;
  #fd: number;
  readonly #shared: boolean;
  #unsynced = true;
  /** Where a record begins that was cut short and is still to be mended. */
  #cut: number | null = null;
  /** How far whole records go, as far as others let them be. */
  #end: number;
  #isText = false;
  #mishap: Mishap | null = null;

  /**
   * `shared`: other processes append too. Then a record that was cut short stays and is fenced off, and a file that was
   * deleted begins again; otherwise a cut record is taken back.
   */
  constructor(path: string, { shared }: { readonly shared: boolean }) {
    this.path = path;
    this.#shared = shared;
    this.#fd = openSync(path, "a+");
    this.#end = this.size;
  }

  /** Opens a log of text lines, and fences off a line that a crash has torn. */
  static lines(path: string, options: { readonly shared: boolean }): AppendLog {
    const log = new AppendLog(path, options);
    log.#isText = true;
    log.#fence();
    return log;
  }

  #fence(): void {
    const { size } = fstatSync(this.#fd);
    const last = Buffer.alloc(1);
    if (size > 0 && readSync(this.#fd, last, 0, 1, size - 1) === 1 && last[0] !== NEWLINE) {
      this.append(Buffer.of(NEWLINE));
    }
  }

  /** In bytes. */
  get size(): number {
    return fstatSync(this.#fd).size;
  }

  /** Appends bytes that make one whole record. What the system refuses can be appended again. */
  append(bytes: Uint8Array): void {
    if (this.#shared) this.#beginAgainIfDeleted();
    this.#mend();
    if (!this.#shared) this.#noticeCut();
    const { size } = this;
    let written = 0;
    this.#unsynced = true;
    try {
      while (written < bytes.length) written += writeSync(this.#fd, bytes, written);
    } catch (error) {
      if (written > 0) {
        this.#cut = size;
        this.#mendIfPossible();
      }
      throw error;
    }
    this.#end = size + bytes.length;
  }

  /**
   * Looks what others did with the file since the last look; null when nothing that matters. Cheap. One that was deleted
   * is put back whole, as long as it is open nothing of it is gone; where another has its name, that one is written on.
   * A shared one that was deleted begins again. Throws the system's own errors; what was not done is done by the next look.
   */
  look(): Mishap | null {
    if (this.#shared) this.#beginAgainIfDeleted();
    else this.#lookAtOwn();
    const mishap = this.#mishap;
    this.#mishap = null;
    return mishap;
  }

  #beginAgainIfDeleted(): void {
    if (fstatSync(this.#fd).nlink > 0) return;
    this.#openAgain();
    this.#mishap = "deleted";
  }

  #lookAtOwn(): void {
    this.#noticeCut();
    const named = statSync(this.path, { throwIfNoEntry: false });
    if (named === undefined) {
      this.#putBack();
      this.#mishap ??= "deleted";
    } else if (named.ino !== fstatSync(this.#fd).ino) {
      // Programs that sync or save put a copy in its place.
      if (named.size !== this.size) this.#mishap = "replaced";
      this.#openAgain();
      if (this.#isText) this.#fence();
    }
  }

  #noticeCut(): void {
    const { size } = this;
    if (size >= this.#end) return;
    this.#mishap = "cut";
    this.#end = size;
    if (this.#isText) this.#fence();
  }

  /** Writes what is open under its name again. */
  #putBack(): void {
    const temporary = temporaryName(this.path);
    const again = openSync(temporary, "w+");
    try {
      const piece = Buffer.allocUnsafe(COPIED_BYTES);
      for (let at = 0, length = 1; length > 0; at += length) {
        length = readSync(this.#fd, piece, 0, piece.length, at);
        writeAll(again, piece.subarray(0, length), at);
      }
      fsyncSync(again);
      renameSync(temporary, this.path);
      syncPath(dirname(this.path));
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    } finally {
      closeSync(again);
    }
    const cut = this.#cut;
    this.#openAgain();
    this.#cut = cut;
  }

  #openAgain(): void {
    const before = this.#fd;
    this.#fd = openSync(this.path, "a+");
    closeAnyway(before);
    this.#cut = null;
    this.#end = this.size;
    this.#unsynced = true;
  }

  #mend(): void {
    if (this.#cut === null) return;
    if (this.#shared) writeSync(this.#fd, Buffer.of(NEWLINE));
    else ftruncateSync(this.#fd, this.#cut);
    this.#cut = null;
  }

  /** A shared log has room for the fence when it has room for the next record. */
  #mendIfPossible(): void {
    if (this.#shared) return;
    try {
      this.#mend();
    } catch {
      // The next append begins with it.
    }
  }

  /** Appends one line of JSON. */
  appendJson(record: object): void {
    this.append(Buffer.from(`${JSON.stringify(record)}\n`, "utf8"));
  }

  /** Makes what was appended survive a loss of power. */
  sync(): void {
    if (!this.#unsynced) return;
    fsyncSync(this.#fd);
    this.#unsynced = false;
  }

  close(): void {
    closeSync(this.#fd);
  }
}
