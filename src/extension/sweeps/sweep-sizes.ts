import { countPoints } from "../../sweeps/sweep.ts";
import { readSweepRecord } from "../../sweeps/sweep-record.ts";

/** How many runs sweeps are to have. A record is read once, and again after somebody trained there: nobody else replaces it. */
export class SweepSizes {
  readonly #held = new Map<string, number | null>();

  /** Null where a folder has no record of a sweep, or none that can be read. */
  of(folder: string): number | null {
    const held = this.#held.get(folder);
    if (held !== undefined) return held;
    const size = sizeIn(folder);
    this.#held.set(folder, size);
    return size;
  }

  /** Its record may be another now. */
  forget(folder: string): void {
    this.#held.delete(folder);
  }
}

function sizeIn(folder: string): number | null {
  try {
    const record = readSweepRecord(folder);
    return record === null ? null : countPoints(record) * record.seeds.length;
  } catch {
    return null;
  }
}
