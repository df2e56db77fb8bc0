import type { TrialState } from "../protocol/trial.ts";
import { MOST_TRIED } from "../protocol/trial.ts";
import { loadAncestry } from "../runs/ancestry.ts";
import { letGo } from "../unattended/unattended.ts";
import { openRunFeed, type RunFeed } from "./run-feed.ts";
import type { RunModel } from "./run-model.ts";
import { Telling } from "./telling.ts";
import { trialState, type TrialMember, type TrialSurroundings } from "./trial-state.ts";

/** How often a live trial is told of again, in milliseconds. */
const CALM_MS = 500;

export interface TrialFeedOptions extends TrialSurroundings {
  readonly post: (state: TrialState) => void;
  /** Folders of the runs that belong to the trial now. */
  readonly members: () => readonly string[];
}

interface Followed {
  readonly feed: RunFeed;
  readonly unsubscribe: () => void;
}

/** The branches of one trial and their parent, followed while their page is shown. */
export class TrialFeed {
  readonly #options: TrialFeedOptions;
  readonly #followed = new Map<string, Followed | null>();
  #parent: Followed | null = null;
  #seekingParent: Promise<void> | null = null;
  readonly #telling: Telling;
  #closed = false;

  constructor(options: TrialFeedOptions) {
    this.#options = options;
    this.#telling = new Telling(() => {
      const { state } = this;
      if (state !== null) options.post(state);
    });
  }

  /** A branch of the trial; undefined for any other folder. */
  find(folder: string): RunModel | undefined {
    return this.#followed.get(folder)?.feed.model;
  }

  /** The state as it is; null while no branch has been read. */
  get state(): TrialState | null {
    const members = [...this.#followed.values()].flatMap((followed): TrialMember[] => {
      const trial = followed?.feed.model.info.trial;
      return followed === null || trial === undefined ? [] : [{ model: followed.feed.model, trial }];
    });
    const [first, ...others] = members;
    if (first === undefined) return null;
    return trialState([first, ...others], this.#parent?.feed.model ?? null, this.#options, Date.now());
  }

  /** The parent run; null where its folder is not beside its branches. */
  get parent(): RunModel | null {
    return this.#parent?.feed.model ?? null;
  }

  /** Follows branches that came, and tells how things stand. Rejects with RunReadError when none can be read. */
  async look(): Promise<void> {
    const folders = this.#options.members().slice(0, MOST_TRIED);
    const added = folders.filter(folder => !this.#followed.has(folder));
    for (const folder of added) this.#followed.set(folder, null);
    const opened = await Promise.allSettled(added.map(folder => this.#follow(folder)));
    for (const [i, result] of opened.entries()) {
      const folder = added[i] ?? "";
      if (result.status === "fulfilled" && !this.#closed) this.#followed.set(folder, result.value);
      else {
        this.#followed.delete(folder);
        if (result.status === "fulfilled") end(result.value);
      }
    }
    for (const [folder, followed] of this.#followed) {
      if (folders.includes(folder) || followed === null) continue;
      this.#followed.delete(folder);
      end(followed);
    }
    const failure = opened.find(result => result.status === "rejected");
    if (this.#followed.size === 0 && failure !== undefined) throw failure.reason;
    await this.#followParent();
    this.#telling.within(0);
  }

  async #followParent(): Promise<void> {
    const [first] = [...this.#followed.values()].filter(followed => followed !== null);
    if (this.#parent !== null || first === undefined || this.#closed) return;
    // Whoever looks while it is being opened waits for the same one.
    this.#seekingParent ??= this.#openParent(first).finally(() => {
      this.#seekingParent = null;
    });
    await this.#seekingParent;
  }

  async #openParent({ feed }: Followed): Promise<void> {
    const { folder, info } = feed.model;
    const parent = (await loadAncestry(folder, info)).ancestors.at(-1);
    if (parent === undefined) return;
    const followed = await this.#follow(parent.folder);
    if (this.#isClosed) end(followed);
    else this.#parent = followed;
  }

  /** Read anew: a close during a wait is not seen otherwise. */
  get #isClosed(): boolean {
    return this.#closed;
  }

  async #follow(folder: string): Promise<Followed> {
    const feed = await openRunFeed(folder);
    const unsubscribe = feed.subscribe(() => {
      this.#telling.within(CALM_MS);
    });
    return { feed, unsubscribe };
  }

  /** Sends the state, and again whenever something is new. */
  start(): void {
    this.#telling.start();
    this.#telling.within(0);
  }

  setVisible(visible: boolean): void {
    this.#telling.setVisible(visible);
  }

  /** Something else than the runs has changed: what waits, whether the workspace is trusted. */
  touch(): void {
    this.#telling.within(CALM_MS);
  }

  close(): void {
    this.#closed = true;
    this.#telling.close();
    for (const followed of [...this.#followed.values(), this.#parent]) if (followed !== null) end(followed);
    this.#followed.clear();
    this.#parent = null;
  }
}

function end({ feed, unsubscribe }: Followed): void {
  unsubscribe();
  letGo(feed.close());
}
