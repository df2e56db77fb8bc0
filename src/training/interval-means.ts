import type { SafeTensor } from "../formats/safetensors.ts";

const PREFIX = "means.";

/**
 * Means of scalars over a recording interval, summed in float64 in the order of the steps. The partial sums are
 * part of a checkpoint, so that a resumed run records the same means.
 */
export class IntervalMeans {
  readonly #sums = new Map<string, { sum: number; count: number }>();

  add(tag: string, value: number): void {
    const partial = this.#sums.get(tag);
    if (partial === undefined) this.#sums.set(tag, { sum: value, count: 1 });
    else {
      partial.sum += value;
      partial.count += 1;
    }
  }

  /** The means of what was added since the last call. */
  take(): Record<string, number> {
    const means: Record<string, number> = {};
    for (const [tag, partial] of this.#sums) {
      if (partial.count > 0) means[tag] = partial.sum / partial.count;
      partial.sum = 0;
      partial.count = 0;
    }
    return means;
  }

  /** The partial sums as tensors [2] (sum, count), sorted by tag. */
  tensors(): [string, SafeTensor][] {
    return [...this.#sums]
      .filter(([, { count }]) => count > 0)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([tag, { sum, count }]) => [PREFIX + tag, { shape: [2], data: Float64Array.of(sum, count) }]);
  }

  static from(tensors: ReadonlyMap<string, SafeTensor>): IntervalMeans {
    const means = new IntervalMeans();
    for (const [name, { data }] of tensors) {
      if (!name.startsWith(PREFIX)) continue;
      means.#sums.set(name.slice(PREFIX.length), { sum: data[0] ?? 0, count: data[1] ?? 0 });
    }
    return means;
  }
}
