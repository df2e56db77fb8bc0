import { basename } from "node:path";
import { RunWriteError } from "./errors.ts";
import { asWriteError } from "./write-guard.ts";

/**
 * Trouble with files that no result depends on (heartbeat, status, log, what is asked). It ends nothing: it is told
 * once a file, and whoever had it tries again in a while.
 */
export class Troubles {
  readonly #tell: (message: string) => void;
  readonly #told = new Set<string>();

  /** `tell` must not throw. */
  constructor(tell: (message: string) => void) {
    this.#tell = tell;
  }

  /** Does something with a file; gives null when the system refuses. Errors of other kinds are thrown. */
  attempt<T>(path: string, act: () => T): T | null {
    try {
      return act();
    } catch (error) {
      const refusal = asWriteError(error, path);
      // One that somebody has worded already is for who called.
      if (!(refusal instanceof RunWriteError) || refusal === error) throw error;
      this.#note(path, refusal);
      return null;
    }
  }

  #note(path: string, { code }: RunWriteError): void {
    if (this.#told.has(path)) return;
    this.#told.add(path);
    this.#tell(
      `${basename(path)} cannot be read or written at the moment (${code}). No result depends on it: the training goes on and tries again.`,
    );
  }
}
