import { readFile } from "node:fs/promises";
import { openModel, type Model } from "../execution/model.ts";
import { checkpointFile, type CheckpointPlace } from "../runs/checkpoints.ts";

/** How many models of a kind stay open: enough to scrub between neighbouring checkpoints. */
export const KEPT = 8;

interface Entry {
  readonly model: Promise<Model>;
  users: number;
}

/** Opens one kind of a checkpoint's models and keeps the most recently used ones open. */
export class ModelCache {
  /** By the checkpoint's folder, the one used longest ago first. */
  readonly #entries = new Map<string, Entry>();
  readonly #open: (checkpointFolder: string) => Promise<Model>;

  constructor(open: (checkpointFolder: string) => Promise<Model>) {
    this.#open = open;
  }

  /** Runs `work` with the model of a checkpoint, which stays open for as long as that takes. */
  async use<T>({ folder }: CheckpointPlace, work: (model: Model) => Promise<T>): Promise<T> {
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

/** Opens the generator or the discriminator of a checkpoint. */
export const openerOf =
  (file: "generator" | "discriminator") =>
  async (checkpointFolder: string): Promise<Model> =>
    openModel(await readFile(checkpointFile(checkpointFolder, file)));
