/** How many of a kind stay open: of networks enough to scrub between neighbouring checkpoints. */
export const KEPT = 8;

/** What is opened for a folder, and holds memory until it is closed. */
interface Opened {
  readonly close: () => Promise<void>;
}

interface Entry<T> {
  readonly opened: Promise<T>;
  users: number;
}

/** Opens one thing a folder, such as a checkpoint's generator, and keeps the most recently used ones open. */
export class OpenCache<Place extends { readonly folder: string }, T extends Opened> {
  /** By folder, the one used longest ago first. */
  readonly #entries = new Map<string, Entry<T>>();
  readonly #open: (place: Place) => Promise<T>;

  constructor(open: (place: Place) => Promise<T>) {
    this.#open = open;
  }

  /** Runs `work` with what is opened for a place, which stays open for as long as that takes. */
  async use<Result>(place: Place, work: (opened: T) => Promise<Result>): Promise<Result> {
    const { folder } = place;
    const entry = this.#entries.get(folder) ?? { opened: this.#open(place), users: 0 };
    this.#entries.delete(folder);
    this.#entries.set(folder, entry);
    entry.users++;
    try {
      return await work(await entry.opened);
    } catch (error) {
      // A file that could not be opened may be there when it is asked for again.
      await entry.opened.catch(() => this.#entries.delete(folder));
      throw error;
    } finally {
      entry.users--;
      await this.#closeUnused();
    }
  }

  async #closeUnused(): Promise<void> {
    for (const [folder, { opened, users }] of [...this.#entries]) {
      if (this.#entries.size <= KEPT) return;
      if (users > 0) continue;
      this.#entries.delete(folder);
      await (await opened).close();
    }
  }
}
