import { openModel, type Model } from "../execution/model.ts";
import { CallError } from "../protocol/calls.ts";
import { loadNetwork, type CheckpointPlace } from "../runs/checkpoints.ts";
import type { NetworkFile } from "../runs/digests.ts";
import { errorCode } from "../runs/write-guard.ts";
import { RunReadError } from "../runs/errors.ts";

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
  readonly #open: (place: CheckpointPlace) => Promise<Model>;

  constructor(open: (place: CheckpointPlace) => Promise<Model>) {
    this.#open = open;
  }

  /** Runs `work` with the model of a checkpoint, which stays open for as long as that takes. */
  async use<T>(place: CheckpointPlace, work: (model: Model) => Promise<T>): Promise<T> {
    const { folder } = place;
    const entry = this.#entries.get(folder) ?? { model: this.#open(place), users: 0 };
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

/** Opens the generator or the discriminator of a checkpoint. Rejects with a CallError where it is damaged. */
export const openerOf =
  (file: NetworkFile) =>
  async (place: CheckpointPlace): Promise<Model> => {
    try {
      return await openModel(await loadNetwork(place, file));
    } catch (error) {
      if (error instanceof RunReadError) throw new CallError("input", error.message);
      if (errorCode(error) === "ENOENT")
        throw new CallError("input", `the checkpoint of step ${place.step} has no ${file}`);
      throw error;
    }
  };
