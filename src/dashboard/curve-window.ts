import type { CurveQuery, CurveWindow } from "../protocol/dashboard.ts";
import type { Series } from "./series.ts";
import { smoothedAt } from "./smoothing.ts";

/** Positions along the step axis on which buckets are equal, and the way back. */
interface Scale {
  readonly position: (step: number) => number;
  readonly step: (position: number) => number;
}

const scales: Readonly<Record<CurveQuery["scale"], Scale>> = {
  linear: { position: step => step, step: position => position },
  // Step 0 has a place of its own, as far before step 1 as 2 is after it.
  log: {
    position: step => (step < 1 ? step - 1 : Math.log2(step)),
    step: position => (position < 0 ? position + 1 : 2 ** position),
  },
};

/**
 * Buckets begin at multiples of a power of two, at least as wide as asked for, so that the points of a curve that is
 * followed live do not change while the window moves on.
 */
function bucketWidth(from: number, to: number, buckets: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max((to - from) / buckets, 1e-9)));
}

/** The points to draw: [from, to) of a series in buckets, the extremes of each; also the last point of each. */
function* bucketsOf(series: Series, from: number, to: number, query: CurveQuery) {
  const { position, step } = scales[query.scale];
  const width = bucketWidth(position(query.from), position(query.to), query.buckets);
  let at = from;
  while (at < to) {
    const bucket = Math.floor(position(series.step(at)) / width);
    // A boundary that rounds down to the point itself must still be passed.
    const end = Math.min(to, Math.max(at + 1, series.indexOf(step((bucket + 1) * width), false, at)));
    const { lowest, highest } = series.extremes(at, end);
    yield { first: Math.min(lowest, highest), second: Math.max(lowest, highest), last: end - 1 };
    at = end;
  }
}

/**
 * Numbers of points, in ascending order, each once. No two values of different stretches stand side by side: between them
 * comes a gap, with the last value before it and the first one after it. So each `add` adds five points at most.
 */
class Picked {
  readonly #series: Series;
  readonly #numbers: number[] = [];

  constructor(series: Series) {
    this.#series = series;
  }

  add(index: number): void {
    const last = this.#numbers.at(-1);
    const start = this.#series.stretchStart(index);
    if (last !== undefined && start > last) {
      const end = this.#series.stretchEnd(last);
      if (!this.#isGap(last)) this.#push(end - 1, end);
      if (this.#isGap(index)) this.#push(start - 1);
      this.#push(start);
    }
    this.#push(index);
  }

  #isGap(index: number): boolean {
    return Number.isNaN(this.#series.value(index));
  }

  #push(...indices: readonly number[]): void {
    for (const index of indices) if (index > (this.#numbers.at(-1) ?? -1)) this.#numbers.push(index);
  }

  get numbers(): readonly number[] {
    return this.#numbers;
  }
}

const stepsAt = (series: Series, at: readonly number[]) => Float64Array.from(at, index => series.step(index));

function unbrokenEnd(series: Series): number {
  const last = series.length - 1;
  return last < 0 || Number.isNaN(series.value(last)) ? 0 : series.length - series.stretchStart(last);
}

/** A curve between two steps, two points a bucket and those around gaps, and one more at either side and at the end. */
export function curveWindow(tag: string, series: Series, query: CurveQuery): CurveWindow {
  const from = series.indexOf(query.from);
  const to = Math.max(from, series.indexOf(query.to, true));
  const drawn = new Picked(series);
  const averaged = new Picked(series);
  const exact = to - from <= 2 * query.buckets;
  if (from > 0) drawn.add(from - 1);
  if (from > 0) averaged.add(from - 1);
  if (exact) for (let i = from; i < to; i++) drawn.add(i);
  else {
    for (const { first, second, last } of bucketsOf(series, from, to, query)) {
      drawn.add(first);
      drawn.add(second);
      averaged.add(last);
    }
    drawn.add(to - 1);
  }
  if (to < series.length) drawn.add(to);
  if (to < series.length) averaged.add(to);
  const smooth = query.smoothing > 0 ? (exact ? drawn : averaged).numbers : [];
  return {
    tag,
    count: series.length,
    steps: stepsAt(series, drawn.numbers),
    values: Float32Array.from(drawn.numbers, index => series.value(index)),
    exact,
    smoothedSteps: stepsAt(series, smooth),
    smoothed: smoothedAt(series, smooth, query.smoothing),
    unbroken: unbrokenEnd(series),
  };
}
