import type { TbEvent } from "../formats/tensorboard.ts";
import type { GapRule } from "./gap-rule.ts";
import { LatePoints } from "./late-points.ts";
import { Series } from "./series.ts";

/** More tags than this are not kept, unless said otherwise: a run has some thirty. */
const MOST_TAGS = 1000;
/** Names of tags beyond those kept that are told apart, to count them. */
const MOST_COUNTED = 10_000;
const MOST_POINTS = 2 ** 27;
const LONGEST_TAG = 300;

export interface StoreOptions {
  readonly mostTags?: number;
  /** Which curves an event says to have no value at its step; none where that cannot be known. */
  readonly gaps?: GapRule;
  /**
   * What a step that is not above the one before it means. `again`: what was there from that step on is void, as after
   * a restart; so do our trainers. `also`: one more point; other programs count epochs, or nothing.
   */
  readonly goingBack?: "again" | "also";
}

/** What of the event files is in no curve. */
export interface LeftOut {
  /** Tags beyond those kept. */
  readonly curves: number;
  /** Values that are not finite. */
  readonly values: number;
  /** Values at steps below 0. */
  readonly early: number;
  /** Values beyond those kept of a curve. */
  readonly further: number;
}

/** Every curve of a run, by tag. */
export class SeriesStore {
  readonly #series = new Map<string, Series>();
  readonly #mostTags: number;
  readonly #gaps: GapRule;
  /** Of curves whose points need not ascend. */
  readonly #late: Map<string, LatePoints> | null;
  readonly #tagsLeftOut = new Set<string>();
  #valuesLeftOut = 0;
  #earlyLeftOut = 0;
  #furtherLeftOut = 0;
  #generation = 0;

  constructor({ mostTags = MOST_TAGS, gaps = () => [], goingBack = "again" }: StoreOptions = {}) {
    this.#late = goingBack === "also" ? new Map<string, LatePoints>() : null;
    this.#mostTags = mostTags;
    this.#gaps = gaps;
  }

  /** Counts how often points that were there went away; numbers of points are comparable within one generation. */
  get generation(): number {
    return this.#generation;
  }

  get leftOut(): LeftOut {
    return {
      curves: this.#tagsLeftOut.size,
      values: this.#valuesLeftOut,
      early: this.#earlyLeftOut,
      further: this.#furtherLeftOut,
    };
  }

  get tags(): IterableIterator<string> {
    return this.#series.keys();
  }

  get(tag: string): Series | undefined {
    const series = this.#series.get(tag);
    if (series !== undefined) this.#late?.get(tag)?.mergeInto(series);
    return series;
  }

  /** Takes one event of a run's event files, in their order; pictures and others are passed over. */
  apply(event: TbEvent): void {
    if (event.kind === "restart") this.purge(event.step);
    else if (event.kind === "scalars") {
      for (const tag in event.scalars) this.add(tag, event.step, event.scalars[tag] ?? NaN);
      for (const tag of this.#gaps(event.step, event.scalars)) this.#leaveGap(tag, event.step);
    }
  }

  /** A curve begins with a value: what never had one is no curve. */
  #leaveGap(tag: string, step: number): void {
    const series = this.#series.get(tag);
    if (series === undefined || series.length >= MOST_POINTS) return;
    if (step > series.step(series.length - 1)) series.append(step, NaN);
  }

  /** Takes one point, in the order of the event files. */
  add(tag: string, step: number, value: number): void {
    if (step < 0) {
      this.#earlyLeftOut++;
      return;
    }
    if (!Number.isFinite(value)) {
      this.#valuesLeftOut++;
      this.#leaveGap(tag, step);
      return;
    }
    let series = this.#series.get(tag);
    if (series === undefined) {
      if (this.#series.size >= this.#mostTags || tag.length > LONGEST_TAG) {
        if (this.#tagsLeftOut.size < MOST_COUNTED) this.#tagsLeftOut.add(tag.slice(0, LONGEST_TAG));
        return;
      }
      series = new Series();
      this.#series.set(tag, series);
    }
    if (series.length >= MOST_POINTS) {
      this.#furtherLeftOut++;
      return;
    }
    const last = series.length === 0 ? -1 : series.step(series.length - 1);
    if (this.#late !== null) {
      if (step < last) {
        this.#addLate(this.#late, tag, step, value);
        return;
      }
    } else if (step <= last) {
      series.truncate(series.indexOf(step));
      this.#generation++;
    }
    series.append(step, value);
  }

  #addLate(late: Map<string, LatePoints>, tag: string, step: number, value: number): void {
    let points = late.get(tag);
    if (points === undefined) late.set(tag, (points = new LatePoints()));
    // From here on points have other numbers.
    if (points.count === 0) this.#generation++;
    points.add(step, value);
  }

  /** Forgets every point from a step on: a trainer started again from a checkpoint before it. */
  purge(step: number): void {
    let gone = false;
    for (const [tag, series] of this.#series) {
      this.#late?.get(tag)?.mergeInto(series);
      const kept = series.indexOf(step);
      if (kept === series.length) continue;
      gone = true;
      series.truncate(kept);
      if (kept === 0) this.#series.delete(tag);
    }
    if (gone) this.#generation++;
  }

  /** Forgets everything: the files are read again from their start. */
  clear(): void {
    if (this.#series.size > 0) this.#generation++;
    this.#series.clear();
    this.#late?.clear();
    this.#tagsLeftOut.clear();
    this.#valuesLeftOut = 0;
    this.#earlyLeftOut = 0;
    this.#furtherLeftOut = 0;
  }
}
