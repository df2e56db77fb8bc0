import { runBeside } from "../runs/run-id.ts";
import type { RunInfo } from "../runs/run-info.ts";
import { EventsTail } from "../runs/tail-events.ts";
import { Turns } from "../runs/turns.ts";
import { errorCode } from "../runs/write-guard.ts";
import { gapRule } from "./gap-rule.ts";
import { SeriesStore, type StoreOptions } from "./series-store.ts";

/**
 * What the parent of a branch recorded, the steps after the fork included. Nothing is read before it is asked for; each
 * time it is, what has come since is read too.
 */
export class ParentCurves {
  readonly #events: EventsTail | null;
  readonly #options: StoreOptions;
  #curves: SeriesStore;
  #reading: Promise<void> = Promise.resolve();
  #closed = false;

  /** Of the branch in this folder; the parent's stands beside it. */
  constructor(folder: string, { parent, experiment }: Pick<RunInfo, "parent" | "experiment">) {
    this.#options = { gaps: gapRule(experiment) };
    this.#curves = new SeriesStore(this.#options);
    this.#events = parent === null ? null : new EventsTail(runBeside(folder, parent.id));
  }

  /** Its curves by now: none where there is no parent, or where its folder is gone. */
  async read(): Promise<SeriesStore> {
    this.#reading = this.#reading.then(() => this.#readOn());
    await this.#reading;
    return this.#curves;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#reading;
    await this.#events?.close();
  }

  async #readOn(): Promise<void> {
    if (this.#events === null) return;
    const turns = new Turns();
    try {
      for (let more = true; more && !this.#closed;) {
        const piece = await this.#events.read();
        if (piece.reset) this.#curves = new SeriesStore(this.#options);
        for (const event of piece.events) this.#curves.apply(event);
        more = piece.more;
        await turns.rest();
      }
    } catch (error) {
      // A folder that is gone, or cannot be read, has no curves to compare with.
      if (errorCode(error) === "") throw error;
    }
  }
}
