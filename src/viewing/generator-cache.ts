import { readFileSync } from "node:fs";
import { openModel, type Model } from "../execution/model.ts";
import { checkpointFile, type CheckpointPlace } from "../runs/checkpoints.ts";

/** How many generators stay open: enough to scrub between neighbouring checkpoints. */
export const KEPT = 8;

interface Entry {
  readonly model: Promise<Model>;
  users: number;
}

/** Opens generators and keeps the most recently used ones open. */
export class GeneratorCache {
  /** By the checkpoint's folder, the one used longest ago first. */
  readonly #entries = new Map<string, Entry>();
  readonly #open: (checkpointFolder: string) => Promise<Model>;

  constructor(open = openGenerator) {
    this.#open = open;
  }

  /** Runs `work` with the generator of a checkpoint, which stays open for as long as that takes. */
  async use<T>({ folder }: CheckpointPlace, work: (generator: Model) => Promise<T>): Promise<T> {
    const entry = this.#entries.get(folder) ?? { model: this.#open(folder), users: 0 };
    this.#entries.delete(folder);
    this.#entries.set(folder, entry);
    entry.users++;
    try {
      return await work(await entry.model);
    } catch (error) {
      // A file that could not be opened may be there when it is asked for again.
      await entry.model.catch(() => this.#entries.delete(folder));
      throw error;
    } finally {
      entry.users--;
      await this.#closeUnused();
    }
  }

  async #closeUnused(): Promise<void> {
    for (const [folder, { model, users }] of [...this.#entries]) {
      if (this.#entries.size <= KEPT) return;
      if (users > 0) continue;
      this.#entries.delete(folder);
      await (await model).close();
    }
  }
}

async function openGenerator(folder: string): Promise<Model> {
  return openModel(readFileSync(checkpointFile(folder, "generator")));
}
