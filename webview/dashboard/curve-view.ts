import { signal } from "@preact/signals";
import type { CurveWindow } from "../../src/protocol/dashboard.ts";
import { goOnSmoothing, type RunningAverage } from "../numbers/smoothing.ts";
import { GrowingCurve } from "../numbers/growing-curve.ts";

/** What a picture shows of some curves; without `to` it goes up to the newest point. */
export interface CurveWish {
  readonly tags: readonly string[];
  readonly from: number;
  readonly to: number | null;
  readonly buckets: number;
  readonly scale: "linear" | "log";
  readonly smoothing: number;
}

export interface WindowReply {
  readonly generation: number;
  readonly windows: readonly CurveWindow[];
}

export type FetchWindows = (wish: CurveWish) => Promise<WindowReply>;

/** Newest points of one curve: the first is number `first` of it. */
export interface NewPoints {
  readonly tag: string;
  readonly first: number;
  readonly steps: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}

/** One curve as it is held: the window that came, and the points after it. */
export interface HeldCurve {
  readonly raw: GrowingCurve;
  readonly smoothed: GrowingCurve;
  /** Points the curve has in all, as far as this view has heard. */
  count: number;
  average: RunningAverage;
  /** Points appended since the window came. */
  appended: number;
  readonly exact: boolean;
}

const sameWish = (a: CurveWish, b: CurveWish): boolean =>
  a.from === b.from &&
  a.to === b.to &&
  a.buckets === b.buckets &&
  a.scale === b.scale &&
  a.smoothing === b.smoothing &&
  a.tags.length === b.tags.length &&
  a.tags.every((tag, i) => tag === b.tags[i]);

/**
 * The curves of one picture: windows from the host, then the points of the stream, until those are so many that the
 * picture would hold more than its pixels can show; then windows again. One request is on its way at a time.
 */
export class CurveView {
  /** Counts what changed; reading it subscribes a picture. */
  readonly version = signal(0);
  readonly #fetch: FetchWindows;
  readonly #held = new Map<string, HeldCurve>();
  #wish: CurveWish | null = null;
  #generation = 0;
  #busy = false;
  #stale = false;
  /** What came while a request was on its way: its windows may not know it yet. */
  #meanwhile: NewPoints[] = [];

  constructor(fetch: FetchWindows) {
    this.#fetch = fetch;
  }

  /** Null while nothing of this curve is here. */
  curve(tag: string): HeldCurve | null {
    return this.#held.get(tag) ?? null;
  }

  want(wish: CurveWish): void {
    if (this.#wish !== null && sameWish(this.#wish, wish)) return;
    this.#wish = wish;
    this.#refresh();
  }

  /** A snapshot came: counts begin anew. */
  restart(generation: number): void {
    this.#generation = generation;
    this.#meanwhile = [];
    this.#refresh();
  }

  append(points: NewPoints): void {
    const wish = this.#wish;
    if (wish?.tags.includes(points.tag) !== true) return;
    if (this.#busy) this.#meanwhile.push(points);
    const held = this.#held.get(points.tag);
    if (held === undefined || points.first > held.count) {
      this.#refresh();
      return;
    }
    this.#extend(held, points, wish);
    if (held.appended > Math.max(128, wish.buckets)) this.#refresh();
    this.version.value++;
  }

  #extend(held: HeldCurve, points: NewPoints, wish: CurveWish): void {
    const known = held.count - points.first;
    if (known >= points.steps.length) return;
    const values = Array.from(points.values).slice(known);
    const { smoothed, end } = goOnSmoothing(held.average, values, wish.smoothing);
    for (let i = 0; i < values.length; i++) {
      const step = points.steps[known + i] ?? NaN;
      if (wish.to !== null && step > wish.to) continue;
      held.raw.push(step, values[i] ?? NaN);
      if (wish.smoothing > 0) held.smoothed.push(step, smoothed[i] ?? NaN);
      held.appended++;
    }
    held.average = end;
    held.count = points.first + points.steps.length;
  }

  #refresh(): void {
    this.#stale = true;
    if (!this.#busy && this.#generation > 0) void this.#load();
  }

  async #load(): Promise<void> {
    this.#busy = true;
    while (this.#stale) {
      this.#stale = false;
      const wish = this.#wish;
      if (wish === null || wish.tags.length === 0) break;
      this.#meanwhile = [];
      try {
        const { generation, windows } = await this.#fetch(wish);
        if (generation === this.#generation) this.#hold(wish, windows);
        else this.#stale ||= generation < this.#generation;
      } catch {
        break; // the connection says what is wrong; the next wish tries again
      }
    }
    this.#busy = false;
  }

  #hold(wish: CurveWish, windows: readonly CurveWindow[]): void {
    for (const window of windows) {
      const last = window.smoothed.at(-1);
      const held: HeldCurve = {
        raw: GrowingCurve.of(window.steps, window.values),
        smoothed: GrowingCurve.of(window.smoothedSteps, window.smoothed),
        count: window.count,
        average: last === undefined ? { value: NaN, count: 0 } : { value: last, count: window.unbroken },
        appended: 0,
        exact: window.exact,
      };
      this.#held.set(window.tag, held);
      for (const points of this.#meanwhile) {
        if (points.tag === window.tag && points.first <= held.count) this.#extend(held, points, wish);
      }
    }
    this.version.value++;
  }
}
