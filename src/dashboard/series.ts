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
 * The points of one curve, steps ascending (other programs repeat them), with a min/max pyramid over them: appending costs O(1) amortised, the
 * extremes of any range O(log n). 14 bytes a point. A point whose value is NaN is a *gap*: at that step it was recorded
 * that there is no value. Gaps and values that stand side by side are a *stretch*; where stretches begin is kept.
 */
export class Series {
  readonly #steps = new GrowingArray(doubles);
  readonly #values = new GrowingArray(floats);
  readonly #levels: Level[] = [];
  /** The number of the first point of every stretch, ascending. */
  readonly #stretches = new GrowingArray(indices);

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

  /** Appends a point, whose step must not be below the last one's; NaN is a gap. */
  append(step: number, value: number): void {
    const before = this.#values.at(this.length - 1);
    if (this.length === 0 || Number.isNaN(before) !== Number.isNaN(value)) this.#stretches.push(this.length);
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

  /** Takes a block of a level into account, or the point itself (depth -1). The first of equal points stands, a gap gives way. */
  #widen(found: Extremes, depth: number, block: number): void {
    const level = depth < 0 ? undefined : this.#levels[depth];
    const low = level === undefined ? block : level.lowest.at(block);
    const high = level === undefined ? block : level.highest.at(block);
    // Written so that any value takes the place of a gap, which is NaN.
    const [least, most] = [this.value(low), this.value(high)];
    if (found.lowest < 0 || !(Number.isNaN(least) || least >= this.value(found.lowest))) found.lowest = low;
    if (found.highest < 0 || !(Number.isNaN(most) || most <= this.value(found.highest))) found.highest = high;
  }

  /** The extremes of points `from` to before `to`, which must not be none; gaps only where there is nothing else. */
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

  /** The number of the first point of the stretch that point `index` is in, which must be one. */
  stretchStart(index: number): number {
    return this.#stretches.at(this.#stretchesBefore(index + 1) - 1);
  }

  /** The number of the first point after the stretch that point `index` is in; `length` for the last one. */
  stretchEnd(index: number): number {
    const next = this.#stretchesBefore(index + 1);
    return next < this.#stretches.length ? this.#stretches.at(next) : this.length;
  }

  /** How many stretches begin before point `index`. */
  #stretchesBefore(index: number): number {
    let low = 0;
    let high = this.#stretches.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#stretches.at(middle) < index) low = middle + 1;
      else high = middle;
    }
    return low;
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
    this.#stretches.truncate(this.#stretchesBefore(this.length));
    let blocks = this.length;
    for (const level of this.#levels) {
      blocks >>>= FAN_BITS;
      level.lowest.truncate(blocks);
      level.highest.truncate(blocks);
    }
  }
}
