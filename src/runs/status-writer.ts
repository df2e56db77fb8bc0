import { join } from "node:path";
import type { Mishap } from "./append-log.ts";
import { announce } from "./announce.ts";
import { json } from "./create-run.ts";
import { runFiles } from "./file-names.ts";
import { Presence } from "./presence.ts";
import { currentProcess } from "./process-name.ts";
import { overwriteInPlace, replaceFile } from "./replace-file.ts";
import type { Status, StatusUpdate } from "./status.ts";
import { errorCode } from "./write-guard.ts";

const INTERVAL_MS = 1_000;

/** Keeps status.json: at once when state or message change, else about once a second with the newest of what came in. */
export class StatusWriter {
  readonly #folder: string;
  readonly #path: string;
  #newest: StatusUpdate | null = null;
  #written: StatusUpdate | null = null;
  /** By a clock that nobody sets. */
  #triedAt = -Infinity;

  readonly #presence: Presence;

  constructor(folder: string) {
    this.#folder = folder;
    this.#path = join(folder, runFiles.status);
    this.#presence = new Presence(this.#path);
  }

  /** Takes what the run does now; gives whether it should be written now. */
  put(update: StatusUpdate): boolean {
    this.#newest = update;
    return update.state !== this.#written?.state || update.message !== this.#written.message || this.isDue;
  }

  /** Whether the heartbeat is due. */
  get isDue(): boolean {
    return this.#newest !== null && performance.now() - this.#triedAt >= INTERVAL_MS;
  }

  /** The step that was told last, or is about to be; null where none was. */
  get step(): number | null {
    return this.#newest?.step ?? null;
  }

  get hasNews(): boolean {
    return this.#newest !== this.#written;
  }

  /** Throws the system's own errors; can be done again. */
  write(): void {
    const update = this.#newest;
    if (update === null) return;
    this.#triedAt = performance.now();
    this.#presence.see();
    const scalars = Object.fromEntries(
      Object.entries(update.scalars).filter(([, value]) => Number.isFinite(value)),
    );
    const trend = update.trend.filter(Number.isFinite);
    const stepsPerSecond = Number.isFinite(update.stepsPerSecond) ? update.stepsPerSecond : 0;
    const heartbeatAt = new Date().toISOString();
    const status: Status = { ...update, stepsPerSecond, scalars, trend, ...currentProcess(), heartbeatAt };
    const bytes = json(status);
    try {
      // A change of state is for good; the figures of a second are not worth waiting for the disk.
      replaceFile(this.#path, bytes, { durable: update.state !== this.#written?.state });
    } catch (error) {
      if (!["ENOSPC", "EDQUOT"].includes(errorCode(error))) throw error;
      overwriteInPlace(this.#path, bytes);
    }
    if (update.state !== this.#written?.state) announce(this.#folder);
    this.#written = update;
  }

  /** Whether somebody deleted the file since the last look. Throws the system's own errors. */
  look(): Mishap | null {
    return this.#presence.look();
  }
}
