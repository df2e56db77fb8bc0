import type { PicturePlace } from "../foreign/event-log-tail.ts";

interface Recorded {
  readonly step: number;
  /** Several where one record held several pictures. */
  readonly places: PicturePlace[];
}

/** More are not kept: each is a place in a file, some hundred bytes. */
const MOST_PICTURES = 200_000;
const LONGEST_TAG = 300;

/** Where a log's pictures stand, by tag and step; the pictures themselves are read when they are shown. */
export class PictureIndex {
  readonly #tags = new Map<string, Recorded[]>();
  #count = 0;
  #leftOut = 0;

  /** Pictures beyond those kept, of endless tags, and at steps below 0. */
  get leftOut(): number {
    return this.#leftOut;
  }

  get tags(): readonly string[] {
    return [...this.#tags.keys()];
  }

  /** Ascending. */
  stepsOf(tag: string): number[] {
    return (this.#tags.get(tag) ?? []).map(({ step }) => step);
  }

  at(tag: string, step: number): readonly PicturePlace[] {
    return this.#tags.get(tag)?.find(one => one.step === step)?.places ?? [];
  }

  /** Takes one picture, in the order of the event files. Those of one step stand together, whoever recorded them. */
  add(tag: string, step: number, place: PicturePlace): void {
    if (step < 0 || tag.length > LONGEST_TAG || this.#count >= MOST_PICTURES) {
      this.#leftOut++;
      return;
    }
    let recorded = this.#tags.get(tag);
    if (recorded === undefined) this.#tags.set(tag, (recorded = []));
    const at = recorded.findLastIndex(one => one.step <= step);
    const there = recorded[at];
    if (there?.step === step) there.places.push(place);
    else recorded.splice(at + 1, 0, { step, places: [place] });
    this.#count++;
  }

  /** Forgets every picture from a step on. */
  purge(step: number): void {
    for (const [tag, recorded] of this.#tags) {
      this.#cut(recorded, step);
      if (recorded.length === 0) this.#tags.delete(tag);
    }
  }

  clear(): void {
    this.#tags.clear();
    this.#count = 0;
    this.#leftOut = 0;
  }

  #cut(recorded: Recorded[], step: number): void {
    while ((recorded.at(-1)?.step ?? -1) >= step) this.#count -= recorded.pop()?.places.length ?? 0;
  }
}
