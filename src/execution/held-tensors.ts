/** What a device holds for us until it is given back: one tensor of it. */
export interface Disposable {
  dispose(): void;
}

/**
 * Counts who holds each tensor, and gives one back when nobody does: a device's memory is no garbage collector's. A tensor
 * is held by the state and by any number of snapshots.
 */
export class HeldTensors<T extends Disposable> {
  readonly #holders = new Map<T, number>();

  /** How many tensors are held. */
  get size(): number {
    return this.#holders.size;
  }

  hold(tensors: Iterable<T>): void {
    for (const tensor of tensors) this.#holders.set(tensor, (this.#holders.get(tensor) ?? 0) + 1);
  }

  letGo(tensors: Iterable<T>): void {
    for (const tensor of tensors) {
      const holders = this.#holders.get(tensor) ?? 0;
      if (holders > 1) this.#holders.set(tensor, holders - 1);
      else if (this.#holders.delete(tensor)) tensor.dispose();
    }
  }

  /** Gives all back, whoever holds them. */
  clear(): void {
    for (const tensor of this.#holders.keys()) tensor.dispose();
    this.#holders.clear();
  }
}
