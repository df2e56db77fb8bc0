import { statSync } from "node:fs";
import type { Mishap } from "./append-log.ts";

/** Whether a file that is not held open has gone since it was there. */
export class Presence {
  readonly #path: string;
  #isThere = false;
  #mishap: Mishap | null = null;

  constructor(path: string) {
    this.#path = path;
  }

  /** Takes note of whether it is there. Throws the system's own errors. */
  see(isThere = statSync(this.#path, { throwIfNoEntry: false }) !== undefined): void {
    if (this.#isThere && !isThere) this.#mishap = "deleted";
    this.#isThere = isThere;
  }

  /** Sees, and tells once what befell it. */
  look(): Mishap | null {
    this.see();
    const mishap = this.#mishap;
    this.#mishap = null;
    return mishap;
  }
}
