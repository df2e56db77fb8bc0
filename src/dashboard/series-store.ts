import type { TbEvent } from "../formats/tensorboard.ts";
import { Series } from "./series.ts";

/** More tags than this are not kept: a run has some thirty. */
const MOST_TAGS = 1000;
const MOST_POINTS = 2 ** 27;
const LONGEST_TAG = 300;

/** Every curve of a run, by tag. */
export class SeriesStore {
  readonly #series = new Map<string, Series>();
  #generation = 0;

  /** Counts how often points that were there went away; numbers of points are comparable within one generation. */
  get generation(): number {
    return this.#generation;
  }

  get tags(): IterableIterator<string> {
    return this.#series.keys();
  }

  get(tag: string): Series | undefined {
    return this.#series.get(tag);
  }

  /** Takes one event of a run's event files, in their order; pictures and others are passed over. */
  apply(event: TbEvent): void {
    if (event.kind === "restart") this.purge(event.step);
    else if (event.kind === "scalars" && event.step >= 0)
      for (const tag in event.scalars) this.#add(tag, event.step, event.scalars[tag] ?? NaN);
  }

  #add(tag: string, step: number, value: number): void {
    if (!Number.isFinite(value)) return;
    let series = this.#series.get(tag);
    if (series === undefined) {
      if (this.#series.size >= MOST_TAGS || tag.length > LONGEST_TAG) return;
      series = new Series();
      this.#series.set(tag, series);
    }
    if (series.length >= MOST_POINTS) return;
    // Going back without saying so: what was there from that step on is void, as after a restart.
    if (series.length > 0 && step <= series.step(series.length - 1)) {
      series.truncate(series.indexOf(step));
      this.#generation++;
    }
    series.append(step, value);
  }

  /** Forgets every point from a step on: a trainer started again from a checkpoint before it. */
  purge(step: number): void {
    let gone = false;
    for (const [tag, series] of this.#series) {
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
  }
}
