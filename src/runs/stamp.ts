import { stat } from "node:fs/promises";

/** Tells whether a path stands for another content than at the last look. */
export class Stamp {
  #last = "";

  async changed(path: string): Promise<boolean> {
    const now = await stampOf(path);
    const changed = now !== this.#last;
    this.#last = now;
    return changed;
  }

  forget(): void {
    this.#last = "";
  }
}

/** How fine file systems keep times, at worst: within this span two changes may bear the same one. */
const COARSE_MS = 2000;

/** What tells a path's content from another one without reading it; "none" where there is nothing. */
export async function stampOf(path: string): Promise<string> {
  try {
    const { mtimeMs, size, ino } = await stat(path);
    // A folder or file that has just changed may change again and look the same.
    const settled = Math.abs(Date.now() - mtimeMs) > COARSE_MS;
    return `${mtimeMs} ${size} ${ino}${settled ? "" : ` ${performance.now()}`}`;
  } catch {
    return "none";
  }
}
