import { lowerBound } from "./search.ts";

const SPARE = 256;

/** A curve has no value at a step: where that begins, and the value before it. */
export interface CurveGap {
  readonly since: number;
  readonly last: { readonly step: number; readonly value: number };
}

/** Points by ascending step in typed arrays that grow. A value of NaN is a gap: from that step to the next point there is none. */
export class GrowingCurve {
  #steps: Float64Array;
  #values: Float64Array;
  #length: number;

  private constructor(steps: Float64Array, values: Float64Array, length: number) {
    this.#steps = steps;
    this.#values = values;
    this.#length = length;
  }

  static of(steps: ArrayLike<number>, values: ArrayLike<number>): GrowingCurve {
    const length = steps.length;
    const curve = new GrowingCurve(
      new Float64Array(length + SPARE),
      new Float64Array(length + SPARE),
      length,
    );
    curve.#steps.set(steps);
    curve.#values.set(values);
    return curve;
  }

  get length(): number {
    return this.#length;
  }

  step(index: number): number {
    return this.#steps[index] ?? NaN;
  }

  value(index: number): number {
    return this.#values[index] ?? NaN;
  }

  /** The index of the first point at or after a step; the length where there is none. */
  indexAt(step: number): number {
    return lowerBound(this.#steps, step, this.#length);
  }

  push(step: number, value: number): void {
    if (this.#length === this.#steps.length) {
      const steps = new Float64Array(2 * this.#length + SPARE);
      const values = new Float64Array(2 * this.#length + SPARE);
      steps.set(this.#steps);
      values.set(this.#values);
      this.#steps = steps;
      this.#values = values;
    }
    this.#steps[this.#length] = step;
    this.#values[this.#length] = value;
    this.#length++;
  }

  /** The index of the newest point at or before a step; -1 where there is none. */
  indexUpTo(step: number): number {
    const index = this.indexAt(step);
    return index < this.#length && this.#steps[index] === step ? index : index - 1;
  }

  /** The newest value at or before a step; NaN before the first one and in a gap. */
  at(step: number): number {
    return this.value(this.indexUpTo(step));
  }

  /** The gap that a step lies in; null where the curve has a value, and before its first one. */
  gapAt(step: number): CurveGap | null {
    let index = this.indexUpTo(step);
    let since = NaN;
    for (; index >= 0 && Number.isNaN(this.value(index)); index--) since = this.step(index);
    return index < 0 || Number.isNaN(since)
      ? null
      : { since, last: { step: this.step(index), value: this.value(index) } };
  }

  /** The lowest and highest finite value between two steps, those at the edges' outsides included. */
  bounds(from: number, to: number, positiveOnly = false): { low: number; high: number } {
    let low = Infinity;
    let high = -Infinity;
    const first = this.indexAt(from);
    for (let i = first; i < this.#length && this.step(i) <= to; i++) {
      const value = this.value(i);
      if (!Number.isFinite(value) || (positiveOnly && value <= 0)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    return { low, high };
  }
}
