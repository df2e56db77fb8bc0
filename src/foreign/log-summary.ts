import type { LogRun } from "./log-folder.ts";
import { EventLogTail, type LogSink, type PicturePlace, type PictureSize } from "./event-log-tail.ts";

export interface ScalarPoint {
  readonly step: number;
  readonly value: number;
}

export interface LogSummary {
  readonly scalars: ReadonlyMap<
    string,
    { readonly count: number; readonly first: ScalarPoint; readonly last: ScalarPoint }
  >;
  /** Steps in the order of the files; a record of several pictures counts once. */
  readonly images: ReadonlyMap<string, { readonly count: number; readonly steps: readonly number[] }>;
  /** What is neither, by tag: how many values TensorBoard's plugin of that name has; "" where none is named. */
  readonly others: ReadonlyMap<
    string,
    { readonly plugin: string; readonly count: number; readonly steps: readonly number[] }
  >;
  /** Damaged records that were passed over. */
  readonly skipped: number;
}

/** Points in the order of the files. Every step is kept, since a restart may make any of them void. */
class Points {
  readonly #steps: number[] = [];
  readonly #values: number[] = [];

  add(step: number, value: number): void {
    this.#steps.push(step);
    this.#values.push(value);
  }

  purge(from: number): void {
    let kept = 0;
    for (const [i, step] of this.#steps.entries()) {
      if (step >= from) continue;
      this.#steps[kept] = step;
      this.#values[kept++] = this.#values[i] ?? NaN;
    }
    this.#steps.length = kept;
    this.#values.length = kept;
  }

  get summary() {
    const at = (i: number): ScalarPoint => ({ step: this.#steps[i] ?? NaN, value: this.#values[i] ?? NaN });
    const count = this.#steps.length;
    return { count, first: at(0), last: at(count - 1) };
  }
}

/** Steps of values that are only counted. */
class Steps {
  #steps: number[] = [];

  add(step: number): void {
    this.#steps.push(step);
  }

  purge(from: number): void {
    this.#steps = this.#steps.filter(step => step < from);
  }

  get summary() {
    return { count: this.#steps.length, steps: this.#steps };
  }
}

/** What a map has of a key, made when it is asked for first. */
function of<K, T>(map: Map<K, T>, key: K, make: () => T): T {
  let found = map.get(key);
  if (found === undefined) map.set(key, (found = make()));
  return found;
}

class Collected implements LogSink {
  #scalars = new Map<string, Points>();
  #images = new Map<string, Steps>();
  #others = new Map<string, { readonly plugin: string; readonly steps: Steps }>();
  #skipped = 0;

  scalar(tag: string, step: number, value: number): void {
    of(this.#scalars, tag, () => new Points()).add(step, value);
  }

  picture(tag: string, step: number, _: PicturePlace, { number }: PictureSize): void {
    if (number === 0) of(this.#images, tag, () => new Steps()).add(step);
  }

  tagged(tag: string, step: number, plugin: string): void {
    of(this.#others, tag, () => ({ plugin, steps: new Steps() })).steps.add(step);
  }

  restart(step: number): void {
    for (const points of this.#scalars.values()) points.purge(step);
    for (const steps of this.#images.values()) steps.purge(step);
    for (const { steps } of this.#others.values()) steps.purge(step);
  }

  damaged(count: number): void {
    this.#skipped += count;
  }

  progress(): void {
    // A summary is made of what was read to its end.
  }

  reset(): void {
    this.#scalars = new Map();
    this.#images = new Map();
    this.#others = new Map();
    this.#skipped = 0;
  }

  get summary(): LogSummary {
    const listed = <T, S extends { readonly count: number }>(
      found: ReadonlyMap<string, T>,
      sum: (one: T) => S,
    ) =>
      new Map(
        [...found]
          .map(([tag, one]) => [tag, sum(one)] as const)
          .filter(([, { count }]) => count > 0)
          .sort(([a], [b]) => (a < b ? -1 : 1)),
      );
    return {
      scalars: listed(this.#scalars, points => points.summary),
      images: listed(this.#images, steps => steps.summary),
      others: listed(this.#others, ({ plugin, steps }) => ({ plugin, ...steps.summary })),
      skipped: this.#skipped,
    };
  }
}

/** Bytes a read: nobody waits for a turn. */
const CHUNK_BYTES = 2 ** 20;

/** Reads a run's event files once, to their ends. Holds 16 bytes a point, and no picture. Rejects with the system's errors. */
export async function summarizeLogRun({ folder }: LogRun): Promise<LogSummary> {
  const collected = new Collected();
  const tail = new EventLogTail(folder, collected, { chunkBytes: CHUNK_BYTES });
  await tail.look();
  await tail.finish();
  return collected.summary;
}
