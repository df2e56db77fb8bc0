import { signal } from "@preact/signals";

/** How long a request may stand in the way of a newer one before it is cancelled. */
const PATIENCE_MS = 300;

interface Named<Key> {
  readonly key: Key;
  readonly name: string;
}

/**
 * Something that the host makes for a key, such as the samples at a step. The last value stays while the next one is
 * on its way. One request runs at a time; of the keys asked for meanwhile only the newest is fetched, so that dragging
 * always shows something.
 */
export class Resource<Key, Value> {
  readonly value = signal<Value | null>(null);
  readonly loading = signal(false);
  readonly problem = signal<string | null>(null);
  readonly #fetch: (key: Key, signal: AbortSignal) => Promise<Value>;
  readonly #cache = new Map<string, Value>();
  readonly #kept: number;
  #ahead: readonly Named<Key>[] = [];
  #wanted: Named<Key> | null = null;
  #running: { readonly name: string; readonly since: number; readonly abort: AbortController } | null = null;
  #cancelledLast = false;

  constructor(kept: number, fetch: (key: Key, signal: AbortSignal) => Promise<Value>) {
    this.#kept = kept;
    this.#fetch = fetch;
  }

  /** Null: nothing is wanted, and nothing is shown. */
  want(key: Key | null): void {
    if (key === null) {
      this.#wanted = null;
      this.value.value = null;
      this.problem.value = null;
      return;
    }
    const name = JSON.stringify(key);
    if (this.#wanted?.name === name) return;
    this.#wanted = { key, name };
    const known = this.#cache.get(name);
    if (known !== undefined) {
      this.#show(known);
      return;
    }
    if (this.#running === null) void this.#load();
    else if (!this.#cancelledLast && performance.now() - this.#running.since > PATIENCE_MS) {
      this.#cancelledLast = true;
      this.#running.abort.abort();
    }
  }

  /** What may be wanted next: it is fetched while nothing else is, and shown only once it is wanted. */
  ahead(keys: readonly Key[]): void {
    this.#ahead = keys.map(key => ({ key, name: JSON.stringify(key) }));
    if (this.#running === null) void this.#load();
  }

  /** Fetches once, past what is shown: for exports. */
  async get(key: Key, abort: AbortSignal): Promise<Value> {
    return this.#cache.get(JSON.stringify(key)) ?? this.#fetch(key, abort);
  }

  /** What was made may no longer be true. */
  forget(): void {
    this.#cache.clear();
    const wanted = this.#wanted;
    this.#wanted = null;
    if (wanted !== null) this.want(wanted.key);
  }

  #show(value: Value): void {
    this.value.value = value;
    this.problem.value = null;
  }

  async #load(): Promise<void> {
    const first = this.#wanted !== null && !this.#cache.has(this.#wanted.name) ? this.#wanted : null;
    for (let next = first ?? this.#next(null); next !== null; next = this.#next(next.name)) {
      const isWanted = this.#wanted?.name === next.name;
      this.loading.value = isWanted;
      const abort = new AbortController();
      this.#running = { name: next.name, since: performance.now(), abort };
      try {
        const value = await this.#fetch(next.key, abort.signal);
        this.#keep(next.name, value);
        // What is no longer wanted is still nearer to it than what is shown.
        if (this.#wanted !== null && (isWanted || this.#wanted.name === next.name)) this.#show(value);
      } catch (error) {
        if (!abort.signal.aborted && this.#wanted?.name === next.name) {
          this.problem.value = error instanceof Error ? error.message : String(error);
        }
      }
      if (!abort.signal.aborted) this.#cancelledLast = false;
    }
    this.#running = null;
    this.loading.value = false;
  }

  /** What is wanted and was not just fetched, else what may be wanted soon. */
  #next(fetched: string | null): Named<Key> | null {
    const wanted = this.#wanted;
    if (wanted !== null && wanted.name !== fetched) {
      const known = this.#cache.get(wanted.name);
      if (known === undefined) return wanted;
      this.#show(known);
    }
    // Each is tried once: one that fails is asked for again only when it is wanted.
    const [soon, ...later] = this.#ahead.filter(({ name }) => !this.#cache.has(name));
    this.#ahead = later;
    return soon ?? null;
  }

  #keep(name: string, value: Value): void {
    this.#cache.set(name, value);
    for (const oldest of this.#cache.keys()) {
      if (this.#cache.size <= this.#kept) break;
      this.#cache.delete(oldest);
    }
  }
}
