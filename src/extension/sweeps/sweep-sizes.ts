import { statSync } from "node:fs";
import { join } from "node:path";
import { countPoints } from "../../sweeps/sweep.ts";
import { readSweepRecord, sweepFiles } from "../../sweeps/sweep-record.ts";

/** How many runs sweeps are to have; a record is read again only when it was replaced. */
export class SweepSizes {
  readonly #held = new Map<string, { readonly changed: number; readonly size: number }>();

  /** Null where a folder has no record of a sweep, or none that can be read. */
  of(folder: string): number | null {
    try {
      const changed = statSync(join(folder, sweepFiles.record)).mtimeMs;
      const held = this.#held.get(folder);
      if (held?.changed === changed) return held.size;
      const record = readSweepRecord(folder);
      if (record === null) return null;
      const size = countPoints(record) * record.seeds.length;
      this.#held.set(folder, { changed, size });
      return size;
    } catch {
      return null;
    }
  }
}
