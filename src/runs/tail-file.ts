import { open, stat, type FileHandle } from "node:fs/promises";
import { inReach } from "../reach/reach.ts";

/** Bytes a read: what decodes well within a slice. */
const CHUNK_BYTES = 16 * 1024;
/** A record longer than a chunk (a picture) doubles it, up to what one record may have. */
const MAX_CHUNK_BYTES = 2 ** 29;

/** What a reader made of some bytes, which stand in the file from `offset` on: how many at their end it leaves for the next time. */
export type Consume = (bytes: Buffer, offset: number) => number;

/** Reads what is appended to a file, a bounded piece at a time. */
export class FileTail {
  readonly #path: string;
  #file: FileHandle | null = null;
  /** Which file the path meant when it was first opened. */
  #ino: number | null = null;
  /** How much has been consumed; what was read and left over is read again. */
  #offset = 0;
  readonly #chunkBytes: number;
  #chunk: number;

  /** `chunkBytes`: for whom nobody waits, larger pieces are quicker. */
  constructor(path: string, chunkBytes = CHUNK_BYTES) {
    this.#path = path;
    this.#chunkBytes = chunkBytes;
    this.#chunk = chunkBytes;
  }

  /**
   * Reads one piece and hands it on. Gives "more" when there may be more at once, "end" when there is not,
   * "replaced" when it is another file than before (or shorter), to be read from its start. Rejects with the
   * system's errors.
   */
  async read(consume: Consume): Promise<"more" | "end" | "replaced"> {
    this.#file ??= await open(inReach(this.#path), "r");
    this.#ino ??= (await this.#file.stat()).ino;
    const bytes = Buffer.allocUnsafe(this.#chunk);
    const { bytesRead } = await this.#file.read(bytes, 0, this.#chunk, this.#offset);
    if (bytesRead === 0) {
      const now = await stat(this.#path);
      return now.size < this.#offset || now.ino !== this.#ino ? "replaced" : "end";
    }
    const used = bytesRead - consume(bytes.subarray(0, bytesRead), this.#offset);
    this.#offset += used;
    if (bytesRead < this.#chunk) return "end";
    // A whole chunk without one record in it: the record is longer.
    this.#chunk = used > 0 ? this.#chunkBytes : Math.min(2 * this.#chunk, MAX_CHUNK_BYTES);
    return "more";
  }

  /** Reads from the start again, of whatever file has the path now. */
  async reopen(): Promise<void> {
    await this.close();
    this.#ino = null;
    this.#offset = 0;
    this.#chunk = this.#chunkBytes;
  }

  /** Lets go of the file; another `read` opens it again and goes on. */
  async close(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    await file?.close();
  }
}
