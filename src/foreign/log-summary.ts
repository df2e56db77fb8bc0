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

class Collected implements LogSink {
  #scalars = new Map<string, Points>();
  #images = new Map<string, number[]>();
  #skipped = 0;

  scalar(tag: string, step: number, value: number): void {
    let points = this.#scalars.get(tag);
    if (points === undefined) this.#scalars.set(tag, (points = new Points()));
    points.add(step, value);
  }

  picture(tag: string, step: number, _: PicturePlace, { number }: PictureSize): void {
    if (number > 0) return;
    const steps = this.#images.get(tag);
    if (steps === undefined) this.#images.set(tag, [step]);
    else steps.push(step);
  }

  restart(step: number): void {
    for (const points of this.#scalars.values()) points.purge(step);
    for (const [tag, steps] of this.#images)
      this.#images.set(
        tag,
        steps.filter(one => one < step),
      );
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
    this.#skipped = 0;
  }

  get summary(): LogSummary {
    const byTag = <T>([a]: readonly [string, T], [b]: readonly [string, T]) => (a < b ? -1 : 1);
    return {
      scalars: new Map(
        [...this.#scalars]
          .map(([tag, points]) => [tag, points.summary] as const)
          .filter(([, { count }]) => count > 0)
          .sort(byTag),
      ),
      images: new Map(
        [...this.#images]
          .filter(([, steps]) => steps.length > 0)
          .map(([tag, steps]) => [tag, { count: steps.length, steps }] as const)
          .sort(byTag),
      ),
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
