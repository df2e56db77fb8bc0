import { opendir } from "node:fs/promises";
import { inReach } from "../reach/reach.ts";
import { errorCode } from "./write-guard.ts";
import { Turns } from "./turns.ts";

export interface StepChanges {
  readonly added: readonly number[];
  readonly removed: readonly number[];
}

/** A folder whose entries stand for steps: which there are, and what changed since the last look. */
export class StepListing {
  readonly #folder: string;
  readonly #stepOf: (name: string) => number | null;
  readonly #isThere: (name: string) => Promise<boolean>;
  #steps = new Set<number>();

  /** `isThere`: whether an entry is there and whole. */
  constructor(
    folder: string,
    stepOf: (name: string) => number | null,
    isThere: (name: string) => Promise<boolean>,
  ) {
    this.#folder = folder;
    this.#stepOf = stepOf;
    this.#isThere = isThere;
  }

  get folder(): string {
    return this.#folder;
  }

  /** Ascending. */
  get steps(): number[] {
    return [...this.#steps].sort((a, b) => a - b);
  }

  /** Looks at every entry. Entries known already are believed to be as they were, as long as they are there. */
  async lookAtAll(): Promise<StepChanges> {
    const found = new Set<number>();
    const added: number[] = [];
    const turns = new Turns();
    for (const name of await this.#names(turns)) {
      const step = this.#stepOf(name);
      if (step === null) continue;
      if (!this.#steps.has(step) && !(await this.#isThere(name))) continue;
      found.add(step);
      if (!this.#steps.has(step)) added.push(step);
      await turns.rest();
    }
    const removed = [...this.#steps].filter(step => !found.has(step));
    this.#steps = found;
    return { added: added.sort((a, b) => a - b), removed };
  }

  /** Looks at one entry, which may be new, gone, or none of ours. */
  async lookAt(name: string): Promise<StepChanges> {
    const step = this.#stepOf(name);
    if (step === null) return { added: [], removed: [] };
    const known = this.#steps.has(step);
    const there = await this.#isThere(name);
    if (there === known) return { added: [], removed: [] };
    if (there) {
      this.#steps.add(step);
      return { added: [step], removed: [] };
    }
    this.#steps.delete(step);
    return { added: [], removed: [step] };
  }

  async #names(turns: Turns): Promise<string[]> {
    const names: string[] = [];
    try {
      for await (const entry of await opendir(inReach(this.#folder), { bufferSize: 256 })) {
        names.push(entry.name);
        await turns.rest();
      }
    } catch (error) {
      if (errorCode(error) !== "ENOENT") throw error;
    }
    return names;
  }
}
