import { MOST_COMPARED, type CompareUpdate } from "../protocol/compare.ts";
import { comparedRun, isVoid, lookAt, newsOf, type ToldRun } from "./compared-run.ts";
import { measureFacts } from "./curve-facts.ts";
import { Gathering } from "./gathering.ts";
import { openRunFeed, type RunFeed } from "./run-feed.ts";
import type { RunModel } from "./run-model.ts";

/** The runs that one panel compares, in the order of its columns, followed while the panel is shown. */
export class Comparison {
  readonly #post: (update: CompareUpdate) => void;
  readonly #runs: Gathering<RunFeed>;
  /** What the page was told of each column, in their order; null before a snapshot. */
  #told: readonly ToldRun[] | null = null;
  #generation = 0;
  #seq = 0;

  constructor(post: (update: CompareUpdate) => void) {
    this.#post = post;
    this.#runs = new Gathering({
      most: MOST_COMPARED,
      open: folder => openRunFeed(folder),
      tell: feeds => {
        this.#tell(feeds.map(({ model }) => model));
      },
    });
  }

  get folders(): readonly string[] {
    return this.#runs.folders;
  }

  /** The run of a column; undefined for a folder that is not compared. */
  find(folder: string): RunModel | undefined {
    return this.#runs.find(folder)?.model;
  }

  /** Those that could not be read, of the folders in which something changed, are read again. */
  retry(changed: ReadonlySet<string>): Promise<void> {
    return this.#runs.retry(changed);
  }

  /** Adds runs at the end, as many as there is room for. Rejects with RunReadError when none of them can be read. */
  async add(folders: readonly string[]): Promise<void> {
    await this.#runs.add(folders);
    this.#told = null;
  }

  remove(folder: string): void {
    this.#told = null;
    this.#runs.remove(folder);
  }

  /** Moves a run's column to place `to`, from 0. */
  move(folder: string, to: number): void {
    this.#told = null;
    this.#runs.move(folder, to);
  }

  /** Sends a snapshot as soon as everything was read that is there, and then what is new; also again, after a gap. */
  start(): void {
    this.#told = null;
    this.#runs.start();
  }

  setVisible(visible: boolean): void {
    // What was sent meanwhile may not have arrived.
    this.#told = null;
    this.#runs.setVisible(visible);
  }

  close(): void {
    this.#runs.close();
  }

  #tell(models: readonly RunModel[]): void {
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
      const { folders, unread } = this.#runs;
      const state = { runs, folders, unread, measures: measureFacts };
      this.#post({ kind: "snapshot", generation: ++this.#generation, seq: 0, state });
      return;
    }
    const items = pairs.flatMap(({ model, held, found }) => [...newsOf(model, held, found)]);
    if (items.length > 0)
      this.#post({ kind: "append", generation: this.#generation, seq: ++this.#seq, items });
  }
}
