import { measures } from "../experiment/catalog.ts";
import { MOST_COMPARED, type CompareUpdate, type MeasureFacts } from "../protocol/compare.ts";
import { comparedRun, isVoid, lookAt, newsOf, type ToldRun } from "./compared-run.ts";
import { meaningOf } from "./curve-facts.ts";
import { openRunFeed, type RunFeed } from "./run-feed.ts";
import type { RunModel } from "./run-model.ts";

/** How often a live comparison is told of again, in milliseconds. */
const CALM_MS = 500;
/** So long the first state waits for what is there to be read, in milliseconds. */
const PATIENCE_MS = 300;

const measureFacts: readonly MeasureFacts[] = Object.keys(measures).map(tag => ({ tag, ...meaningOf(tag) }));

interface Compared {
  readonly feed: RunFeed;
  readonly unsubscribe: () => void;
}

/** The runs that one panel compares, in the order of its columns, followed while the panel is shown. */
export class Comparison {
  readonly #post: (update: CompareUpdate) => void;
  /** What the page was told of each column, in their order; null before a snapshot. */
  #told: readonly ToldRun[] | null = null;
  #generation = 0;
  #seq = 0;
  #runs: Compared[] = [];
  #started = false;
  #visible = true;
  #closed = false;
  #timer: NodeJS.Timeout | undefined;
  #opened = performance.now();

  constructor(post: (update: CompareUpdate) => void) {
    this.#post = post;
  }

  get folders(): readonly string[] {
    return this.#runs.map(({ feed }) => feed.model.folder);
  }

  /** The run of a column; undefined for a folder that is not compared. */
  find(folder: string): RunModel | undefined {
    return this.#runs.find(({ feed }) => feed.model.folder === folder)?.feed.model;
  }

  /** Adds runs at the end, as many as there is room for. Rejects with RunReadError when none of them can be read. */
  async add(folders: readonly string[]): Promise<void> {
    const room = MOST_COMPARED - this.#runs.length;
    const wanted = [...new Set(folders)].filter(folder => this.find(folder) === undefined).slice(0, room);
    const opened = await Promise.allSettled(wanted.map(folder => openRunFeed(folder)));
    const feeds = opened.flatMap(result => (result.status === "fulfilled" ? [result.value] : []));
    if (this.#closed) {
      for (const feed of feeds) void feed.close();
      return;
    }
    const failure = opened.find(result => result.status === "rejected");
    if (feeds.length === 0 && failure !== undefined) throw failure.reason;
    this.#opened = performance.now();
    this.#told = null;
    for (const feed of feeds) {
      const unsubscribe = feed.subscribe(() => {
        this.#schedule(this.#isFresh && this.#isSettled ? 0 : CALM_MS);
      });
      this.#runs.push({ feed, unsubscribe });
    }
    this.#schedule(PATIENCE_MS);
  }

  remove(folder: string): void {
    const gone = this.#runs.filter(({ feed }) => feed.model.folder === folder);
    this.#runs = this.#runs.filter(one => !gone.includes(one));
    for (const one of gone) this.#close(one);
    this.#told = null;
    this.#tell();
  }

  /** Moves a run's column to place `to`, from 0. */
  move(folder: string, to: number): void {
    const moved = this.#runs.filter(({ feed }) => feed.model.folder === folder);
    const others = this.#runs.filter(one => !moved.includes(one));
    this.#runs = [...others.slice(0, to), ...moved, ...others.slice(to)];
    this.#told = null;
    this.#tell();
  }

  /** Sends a snapshot as soon as everything was read that is there, and then what is new; also again, after a gap. */
  start(): void {
    this.#started = true;
    this.#told = null;
    this.#schedule(this.#isSettled ? 0 : PATIENCE_MS);
  }

  setVisible(visible: boolean): void {
    this.#visible = visible;
    // What was sent meanwhile may not have arrived.
    this.#told = null;
    if (visible) this.#schedule(0);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    for (const one of this.#runs) this.#close(one);
    this.#runs = [];
  }

  get #isSettled(): boolean {
    return this.#runs.every(({ feed }) => feed.model.isSettled);
  }

  /** Whether runs were just added. */
  get #isFresh(): boolean {
    return performance.now() - this.#opened < PATIENCE_MS;
  }

  #close({ feed, unsubscribe }: Compared): void {
    unsubscribe();
    void feed.close();
  }

  /** One that is due sooner stands. */
  #schedule(wait: number): void {
    if (!this.#started || !this.#visible || this.#closed) return;
    if (this.#timer !== undefined && wait > 0) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#tell();
    }, wait);
  }

  #tell(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#started || !this.#visible || this.#closed) return;
    const models = this.#runs.map(({ feed }) => feed.model);
    const now = Date.now();
    const before = this.#told;
    const told = models.map((model, i) => lookAt(model, before?.[i] ?? null, now));
    const pairs = models.flatMap((model, i) => {
      const [held, found] = [before?.[i], told[i]];
      return held === undefined || found === undefined ? [] : [{ model, held, found }];
    });
    this.#told = told;
    if (
      pairs.length < models.length ||
      before === null ||
      pairs.some(({ held, found }) => isVoid(held, found))
    ) {
      const runs = models.flatMap((model, i) => {
        const found = told[i];
        return found === undefined ? [] : [comparedRun(model, found)];
      });
      this.#seq = 0;
      const state = { runs, measures: measureFacts };
      this.#post({ kind: "snapshot", generation: ++this.#generation, seq: 0, state });
      return;
    }
    const items = pairs.flatMap(({ model, held, found }) => [...newsOf(model, held, found)]);
    if (items.length > 0)
      this.#post({ kind: "append", generation: this.#generation, seq: ++this.#seq, items });
  }
}
