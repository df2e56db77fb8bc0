/** Who hears of a model's news. */
export class Listeners {
  readonly #all = new Set<() => void>();

  /** Calls `changed` after every piece of news, at once and often. Gives what ends that. */
  add(changed: () => void): () => void {
    this.#all.add(changed);
    return () => {
      this.#all.delete(changed);
    };
  }

  tell(): void {
    for (const changed of this.#all) changed();
  }
}
