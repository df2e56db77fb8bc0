import { GrowingArray } from "./growing-array.ts";

/** How many points, or blocks of the level below, one block of the pyramid covers. */
const FAN = 8;
const FAN_BITS = 3;

const doubles = (size: number) => new Float64Array(size);
const floats = (size: number) => new Float32Array(size);
const indices = (size: number) => new Uint32Array(size);

/** Which point of every block is the smallest, and which the largest one. Only whole blocks stand here. */
class Level {
  readonly lowest = new GrowingArray(indices);
  readonly highest = new GrowingArray(indices);
}

/** The smallest and the largest point of a range, by their numbers. */
export interface Extremes {
  lowest: number;
  highest: number;
}

/**
 * The points of one curve, steps ascending, with a min/max pyramid over them: appending costs O(1) amortised, the
 * extremes of any range O(log n). 14 bytes a point.
 */
export class Series {
  readonly #steps = new GrowingArray(doubles);
  readonly #values = new GrowingArray(floats);
  readonly #levels: Level[] = [];

  get length(): number {
    return this.#steps.length;
  }

  /** Valid for 0 <= index < length. */
  step(index: number): number {
    return this.#steps.at(index);
  }

  value(index: number): number {
    return this.#values.at(index);
  }

  /** Copies that fill their buffers. */
  copy(from: number, to: number): { steps: Float64Array; values: Float32Array } {
    return { steps: this.#steps.copy(from, to), values: this.#values.copy(from, to) };
  }

  /** Appends a point, whose step must be above the last one's. */
  append(step: number, value: number): void {
    this.#steps.push(step);
    this.#values.push(value);
    // Every FAN-th point completes a block, every FAN-th block one of the level above.
    let count = this.length;
    for (let depth = 0; count % FAN === 0; depth++, count >>>= FAN_BITS) this.#complete(depth);
  }

  #complete(depth: number): void {
    const level = (this.#levels[depth] ??= new Level());
    const found: Extremes = { lowest: -1, highest: -1 };
    const first = level.lowest.length * FAN;
    for (let i = first; i < first + FAN; i++) this.#widen(found, depth - 1, i);
    level.lowest.push(found.lowest);
    level.highest.push(found.highest);
  }

  /** Takes a block of a level into account, or the point itself (depth -1). The first of equal points stands. */
  #widen(found: Extremes, depth: number, block: number): void {
    const level = depth < 0 ? undefined : this.#levels[depth];
    const low = level === undefined ? block : level.lowest.at(block);
    const high = level === undefined ? block : level.highest.at(block);
    if (found.lowest < 0 || this.value(low) < this.value(found.lowest)) found.lowest = low;
    if (found.highest < 0 || this.value(high) > this.value(found.highest)) found.highest = high;
  }

  /** The extremes of points `from` to before `to`; the range must not be empty. */
  extremes(from: number, to: number): Extremes {
    const found: Extremes = { lowest: -1, highest: -1 };
    let at = from;
    while (at < to) {
      // The largest whole block that begins here and fits.
      let depth = -1;
      let size = 1;
      while (at % (size * FAN) === 0 && at + size * FAN <= to) {
        depth++;
        size *= FAN;
      }
      this.#widen(found, depth, at / size);
      at += size;
    }
    return found;
  }

  /**
   * The number of the first point, from number `start` on, whose step is at least (`after`: above) this one; `length`
   * if there is none. Quick where that point is near `start`.
   */
  indexOf(step: number, after = false, start = 0): number {
    const isBefore = (found: number) => (after ? found <= step : found < step);
    let low = start;
    let stride = 1;
    while (low + stride <= this.length && isBefore(this.step(low + stride - 1))) {
      low += stride;
      stride *= 2;
    }
    let high = Math.min(this.length, low + stride - 1);
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isBefore(this.step(middle))) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Forgets points from number `length` on. */
  truncate(length: number): void {
    this.#steps.truncate(length);
    this.#values.truncate(length);
    let blocks = this.length;
    for (const level of this.#levels) {
      blocks >>>= FAN_BITS;
      level.lowest.truncate(blocks);
      level.highest.truncate(blocks);
    }
  }
}
