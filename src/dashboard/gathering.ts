import { letGo } from "../unattended/unattended.ts";
import type { UnreadFolder } from "../protocol/page-protocol.ts";
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

interface Followed<F> {
  readonly folder: string;
  readonly problem: null;
  readonly feed: F;
  readonly unsubscribe: () => void;
}

/** A folder of the gathering, followed or not to be read. */
type Member<F> = Followed<F> | UnreadFolder;

/** Why a folder could not be opened, for people. */
const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * Feeds that one panel shows together, in their order, followed while the panel is there. A folder that cannot be read keeps
 * its place among them.
 */
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
    return this.#members.flatMap(member => (member.problem === null ? [member.feed] : []));
  }

  /** Of all of them, also of those that cannot be read. */
  get folders(): readonly string[] {
    return this.#members.map(({ folder }) => folder);
  }

  get unread(): readonly UnreadFolder[] {
    return this.#members.flatMap(member => (member.problem === null ? [] : [member]));
  }

  /** Undefined for a folder that is not among them, or cannot be read. */
  find(folder: string): F | undefined {
    return this.feeds.find(({ model }) => model.folder === folder);
  }

  /** Adds folders at the end, as many as there is room for. Rejects as opening does when none of them can be read. */
  async add(folders: readonly string[]): Promise<void> {
    const room = this.#options.most - this.#members.length - this.#opening.size;
    const isNew = (folder: string) => !this.folders.includes(folder) && !this.#opening.has(folder);
    const wanted = [...new Set(folders)].filter(isNew).slice(0, Math.max(0, room));
    const opened = await this.#open(wanted);
    if (opened === null) return;
    const failure = opened.find(result => result.status === "rejected");
    if (opened.every(({ status }) => status === "rejected") && failure !== undefined) throw failure.reason;
    const added = opened.map((result, i): Member<F> => {
      if (result.status === "fulfilled") return this.#follow(result.value);
      return { folder: wanted[i] ?? "", problem: reasonOf(result.reason) };
    });
    this.#members = [...this.#members, ...added];
    this.#telling.within(PATIENCE_MS);
  }

  /** Reads those that could not be read again, of the folders in which something changed. */
  async retry(changed: ReadonlySet<string>): Promise<void> {
    const wanted = this.unread.flatMap(({ folder }) =>
      changed.has(folder) && !this.#opening.has(folder) ? [folder] : [],
    );
    const opened = await this.#open(wanted);
    if (opened === null) return;
    const back = opened.flatMap(result =>
      result.status === "fulfilled" ? [this.#follow(result.value)] : [],
    );
    this.#members = this.#members.map(
      member => back.find(({ folder }) => folder === member.folder) ?? member,
    );
    if (back.length > 0) this.#telling.within(PATIENCE_MS);
  }

  /** Null where nobody waits for them any more. */
  async #open(folders: readonly string[]): Promise<PromiseSettledResult<F>[] | null> {
    for (const folder of folders) this.#opening.add(folder);
    const opened = await Promise.allSettled(folders.map(folder => this.#options.open(folder)));
    for (const folder of folders) this.#opening.delete(folder);
    if (!this.#closed) return opened;
    for (const result of opened) if (result.status === "fulfilled") letGo(result.value.close());
    return null;
  }

  #follow(feed: F): Followed<F> {
    this.#opened = performance.now();
    const unsubscribe = feed.subscribe(() => {
      this.#telling.within(this.#isFresh && this.#isSettled ? 0 : CALM_MS);
    });
    return { folder: feed.model.folder, problem: null, feed, unsubscribe };
  }

  remove(folder: string): void {
    const gone = this.#members.filter(member => member.folder === folder);
    this.#members = this.#members.filter(member => !gone.includes(member));
    for (const member of gone) close(member);
    this.#telling.now();
  }

  /** Moves a folder to place `to`, from 0. */
  move(folder: string, to: number): void {
    const moved = this.#members.filter(member => member.folder === folder);
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

function close(member: Member<Feed<FedModel>>): void {
  if (member.problem !== null) return;
  member.unsubscribe();
  letGo(member.feed.close());
}
