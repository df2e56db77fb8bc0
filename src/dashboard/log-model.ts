import type { LogSink, PicturePlace } from "../foreign/event-log-tail.ts";
import type { CurveModel } from "./feed.ts";
import { Listeners } from "./listeners.ts";
import { PictureIndex } from "./picture-index.ts";
import { SeriesStore } from "./series-store.ts";

/** Other programs write a curve for every layer of a network. */
const MOST_TAGS = 5000;
const MOST_PLUGINS = 50;

/** What is known of another program's log at this moment, fed by its event files. */
export class LogModel implements LogSink, CurveModel {
  readonly folder: string;
  readonly curves = new SeriesStore({ mostTags: MOST_TAGS, goingBack: "also" });
  readonly unitOf = () => null;
  readonly pictures = new PictureIndex();
  readonly #listeners = new Listeners();
  /** Tags of what is neither a number nor a picture, by TensorBoard's plugin for it. */
  readonly #others = new Map<string, Set<string>>();
  #damaged = 0;
  #share = 0;
  #trouble: string | null = null;
  #isSettled = false;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Damaged records that were passed over. */
  get damagedRecords(): number {
    return this.#damaged;
  }
  /** How many tags there are of what is neither drawn nor shown, by TensorBoard's plugin for it; "" where none is named. */
  get others(): readonly { readonly plugin: string; readonly tags: number }[] {
    return [...this.#others].map(([plugin, tags]) => ({ plugin, tags: tags.size }));
  }
  /** The share of the files that has been read, from 0 to 1. */
  get shareRead(): number {
    return this.#share;
  }
  get latestTrouble(): string | null {
    return this.#trouble;
  }
  get isSettled(): boolean {
    return this.#isSettled;
  }

  onChange(changed: () => void): () => void {
    return this.#listeners.add(changed);
  }

  scalar(tag: string, step: number, value: number): void {
    this.curves.add(tag, step, value);
  }

  picture(tag: string, step: number, place: PicturePlace): void {
    this.pictures.add(tag, step, place);
  }

  tagged(tag: string, _: number, plugin: string): void {
    let tags = this.#others.get(plugin);
    if (tags === undefined && this.#others.size < MOST_PLUGINS) this.#others.set(plugin, (tags = new Set()));
    if (tags !== undefined && tags.size < MOST_TAGS) tags.add(tag);
  }

  restart(step: number): void {
    this.curves.purge(step);
    this.pictures.purge(step);
  }

  damaged(count: number): void {
    this.#damaged += count;
  }

  reset(): void {
    this.curves.clear();
    this.pictures.clear();
    this.#others.clear();
    this.#damaged = 0;
    this.#isSettled = false;
  }

  progress(read: number, size: number): void {
    this.#share = size === 0 ? 1 : read / size;
    this.#listeners.tell();
  }

  /** Everything that was there has been read, or cannot be. */
  settled(trouble: string | null): void {
    if (this.#isSettled && trouble === this.#trouble) return;
    this.#isSettled = true;
    this.#trouble = trouble;
    this.#listeners.tell();
  }
}
