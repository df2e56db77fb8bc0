import { letGo } from "../unattended/unattended.ts";
import type { FedModel, Feed } from "./feed.ts";
import { Telling } from "./telling.ts";

/** How often what is gathered is told of again, in milliseconds. */
const CALM_MS = 500;
/** So long the first telling waits for what is there to be read, in milliseconds. */
const PATIENCE_MS = 300;

export interface GatheringOptions<F> {
  /** As many feeds as there is room for. */
  readonly most: number;
  readonly open: (folder: string) => Promise<F>;
  /** Something is new. */
  readonly tell: (feeds: readonly F[]) => void;
}

interface Member<F> {
  readonly feed: F;
  readonly unsubscribe: () => void;
}

/** Feeds that one panel shows together, in their order, followed while the panel is there. */
export class Gathering<F extends Feed<FedModel>> {
  readonly #options: GatheringOptions<F>;
  #members: readonly Member<F>[] = [];
  /** Folders that are being opened: they have their place already. */
  readonly #opening = new Set<string>();
  readonly #telling: Telling;
  #closed = false;
  #opened = performance.now();

  constructor(options: GatheringOptions<F>) {
    this.#options = options;
    this.#telling = new Telling(() => {
      options.tell(this.feeds);
    });
  }

  get feeds(): readonly F[] {
    return this.#members.map(({ feed }) => feed);
  }

  get folders(): readonly string[] {
    return this.feeds.map(({ model }) => model.folder);
  }

  /** Undefined for a folder that is not among them. */
  find(folder: string): F | undefined {
    return this.feeds.find(({ model }) => model.folder === folder);
  }

  /** Adds folders at the end, as many as there is room for. Rejects as opening does when none of them can be read. */
  async add(folders: readonly string[]): Promise<void> {
    const room = this.#options.most - this.#members.length - this.#opening.size;
    const isNew = (folder: string) => this.find(folder) === undefined && !this.#opening.has(folder);
    const wanted = [...new Set(folders)].filter(isNew).slice(0, Math.max(0, room));
    for (const folder of wanted) this.#opening.add(folder);
    const opened = await Promise.allSettled(wanted.map(folder => this.#options.open(folder)));
    for (const folder of wanted) this.#opening.delete(folder);
    const feeds = opened.flatMap(result => (result.status === "fulfilled" ? [result.value] : []));
    if (this.#closed) {
      for (const feed of feeds) letGo(feed.close());
      return;
    }
    const failure = opened.find(result => result.status === "rejected");
    if (feeds.length === 0 && failure !== undefined) throw failure.reason;
    this.#opened = performance.now();
    const added = feeds.map(feed => ({
      feed,
      unsubscribe: feed.subscribe(() => {
        this.#telling.within(this.#isFresh && this.#isSettled ? 0 : CALM_MS);
      }),
    }));
    this.#members = [...this.#members, ...added];
    this.#telling.within(PATIENCE_MS);
  }

  remove(folder: string): void {
    const gone = this.#members.filter(({ feed }) => feed.model.folder === folder);
    this.#members = this.#members.filter(member => !gone.includes(member));
    for (const member of gone) close(member);
    this.#telling.now();
  }

  /** Moves a folder to place `to`, from 0. */
  move(folder: string, to: number): void {
    const moved = this.#members.filter(({ feed }) => feed.model.folder === folder);
    const others = this.#members.filter(member => !moved.includes(member));
    this.#members = [...others.slice(0, to), ...moved, ...others.slice(to)];
    this.#telling.now();
  }

  /** Tells as soon as everything was read that is there, and then whenever something is new. */
  start(): void {
    this.#telling.start();
    this.#telling.within(this.#isSettled ? 0 : PATIENCE_MS);
  }

  setVisible(visible: boolean): void {
    this.#telling.setVisible(visible);
  }

  close(): void {
    this.#closed = true;
    this.#telling.close();
    for (const member of this.#members) close(member);
    this.#members = [];
  }

  get #isSettled(): boolean {
    return this.feeds.every(({ model }) => model.isSettled);
  }

  /** Whether some were just added. */
  get #isFresh(): boolean {
    return performance.now() - this.#opened < PATIENCE_MS;
  }
}

function close({ feed, unsubscribe }: Member<Feed<FedModel>>): void {
  unsubscribe();
  letGo(feed.close());
}
