import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, readSync, writeSync } from "node:fs";

const NEWLINE = 10;

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

  /**
   * `shared`: other processes append too. Then a record that was cut short stays and is fenced off, and a file that was
   * deleted begins again; otherwise a cut record is taken back.
   */
  constructor(path: string, { shared }: { readonly shared: boolean }) {
    this.path = path;
    this.#shared = shared;
    this.#fd = openSync(path, "a+");
  }

  /** Opens a log of text lines, and fences off a line that a crash has torn. */
  static lines(path: string, options: { readonly shared: boolean }): AppendLog {
    const log = new AppendLog(path, options);
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
    if (this.#shared && fstatSync(this.#fd).nlink === 0) this.#openAgain();
    this.#mend();
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
  }

  #openAgain(): void {
    const again = openSync(this.path, "a+");
    closeSync(this.#fd);
    this.#fd = again;
    this.#cut = null;
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
