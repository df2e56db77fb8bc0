import { setImmediate as turn } from "node:timers/promises";

/** Long work holds up its process for at most about this long at a time. */
const SLICE_MS = 3;

/** Cuts long work into slices: `await turns.rest()` between pieces lets others have their turn when a slice is used up. */
export class Turns {
  #began = performance.now();

  /** Whether this slice is used up. */
  get isSpent(): boolean {
    return performance.now() - this.#began > SLICE_MS;
  }

  /** Begins a slice: after waiting for something else. */
  restart(): void {
    this.#began = performance.now();
  }

  /** Lets others have their turn if the slice is used up. */
  async rest(): Promise<void> {
    if (!this.isSpent) return;
    await turn();
    this.restart();
  }
}
