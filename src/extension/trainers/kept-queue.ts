import { randomBytes } from "node:crypto";
import { readFileSync, statSync, writeFileSync, mkdirSync } from "node:fs";
import { hostname } from "node:os";
import { dirname, join, sep } from "node:path";
import { inReach } from "../../reach/reach.ts";
import { currentProcess } from "../../runs/process-name.ts";
import {
  changeQueue,
  queuedName,
  queueFile,
  readQueue,
  type QueuedRun,
  type QueueOwner,
} from "../../runs/run-queue.ts";
import { errorCode } from "../../runs/write-guard.ts";
import { every } from "../../unattended/unattended.ts";

/** How often other windows' changes are looked for, in milliseconds. */
const LOOK_MS = 1_000;

export interface KeptQueueOptions {
  /** The folders whose runs the window shows. */
  readonly folders: () => readonly string[];
  /** Whose queue it is; null while nothing is started here. */
  readonly owner: () => QueueOwner | null;
  /** It is another one, by this window or by others. */
  readonly changed: () => void;
}

/** The windows of this user on this machine: their key is made by the first of them. */
export function queueOwner(storage: string): QueueOwner {
  const file = join(storage, "queue-key");
  mkdirSync(storage, { recursive: true });
  try {
    writeFileSync(file, randomBytes(16).toString("hex"), { flag: "wx", mode: 0o600 });
  } catch (error) {
    if (errorCode(error) !== "EEXIST") throw error;
  }
  return { host: hostname(), key: readFileSync(inReach(file), "utf8") };
}

/**
 * What waits for its turn, as it lies with the runs: whichever window of the user has room goes on with it, and two windows
 * never start the same run, nor more than may train at once.
 */
export class KeptQueue {
  readonly #options: KeptQueueOptions;
  readonly #timer: NodeJS.Timeout;
  readonly #known = new Map<string, { readonly stamp: string; readonly runs: readonly QueuedRun[] }>();
  #waiting: ReadonlySet<string> = new Set();
  #inOrder: readonly (QueuedRun & { readonly folder: string })[] = [];
  #starting: readonly string[] = [];

  constructor(options: KeptQueueOptions) {
    this.#options = options;
    this.#look();
    this.#timer = every(LOOK_MS, () => {
      if (this.#look()) options.changed();
    });
    this.#timer.unref();
  }

  /** Whether a run waits, here or for somebody elsewhere. */
  has(folder: string): boolean {
    return this.#waiting.has(folder);
  }

  /** Folders that wait for this user's windows on this machine, first come first. */
  get waiting(): readonly string[] {
    return this.#inOrder.filter(this.#isOurs).map(({ folder }) => folder);
  }

  /** Folders that some window is about to start on this machine. */
  get starting(): readonly string[] {
    return this.#starting;
  }

  /** Takes a run to be started now, where there is room by then; puts it into the queue where there is not; leaves it to who is starting it already. Throws RunWriteError. */
  takeOrWait(folder: string, hasRoom: () => boolean): "taken" | "waits" | "starting" {
    const own = this.#entry(folder);
    return this.#change(folder, runs => {
      const others = runs.filter(({ run }) => run !== own.run);
      this.#remember(folder, runs);
      if (runs.some(({ run, starter }) => run === own.run && starter !== null)) return ["starting", runs];
      if (hasRoom()) return ["taken", [...others, { ...own, starter: currentProcess() }]];
      const isOurs = runs.some(
        entry => entry.run === own.run && this.#isOurs(entry) && entry.starter === null,
      );
      return ["waits", isOurs ? runs : [...others, own]];
    });
  }

  /** Takes a run that waits, unless another window was faster or there is no room any more. Throws RunWriteError. */
  take(folder: string, hasRoom: () => boolean): "taken" | "gone" | "no room" {
    const own = this.#entry(folder);
    return this.#change(folder, runs => {
      this.#remember(folder, runs);
      if (!runs.some(({ run, starter }) => run === own.run && starter === null)) return ["gone", runs];
      if (!hasRoom()) return ["no room", runs];
      return ["taken", [...runs.filter(({ run }) => run !== own.run), { ...own, starter: currentProcess() }]];
    });
  }

  /** Takes a run out; false when it did not wait. Throws RunWriteError. */
  withdraw(folder: string): boolean {
    return this.#has(folder, false) && this.#leave(folder, ({ starter }) => starter === null);
  }

  /** Its trainer has come to life, or never will: from now on its status tells. Throws RunWriteError. */
  started(folder: string): void {
    if (this.#has(folder, true)) this.#leave(folder, ({ starter }) => starter?.pid === process.pid);
  }

  #has(folder: string, isStarting: boolean): boolean {
    const root = this.#rootOf(folder);
    const name = queuedName(root, folder);
    return (
      this.#known
        .get(root)
        ?.runs.some(({ run, starter }) => run === name && (starter !== null) === isStarting) ?? false
    );
  }

  #leave(folder: string, goes: (entry: QueuedRun) => boolean): boolean {
    const { run } = this.#entry(folder);
    return this.#change(folder, runs => {
      const left = runs.filter(entry => entry.run !== run || !goes(entry));
      return left.length === runs.length ? [false, runs] : [true, left];
    });
  }

  #change<Outcome>(
    folder: string,
    change: (runs: readonly QueuedRun[]) => readonly [Outcome, readonly QueuedRun[]],
  ): Outcome {
    const [outcome, runs] = changeQueue(this.#rootOf(folder), change);
    this.#remember(folder, runs);
    return outcome;
  }

  /** The folder of runs whose queue a run is in: the one that the window shows, around sweeps too. */
  #rootOf(folder: string): string {
    return this.#options.folders().find(root => folder.startsWith(root + sep)) ?? dirname(folder);
  }

  #entry(folder: string): QueuedRun {
    const run = queuedName(this.#rootOf(folder), folder);
    const owner = this.#options.owner();
    if (owner === null) throw new Error("Nothing is started here.");
    return { run, at: new Date().toISOString(), ...owner, starter: null };
  }

  readonly #isOurs = ({ host, key }: QueuedRun): boolean => {
    const owner = this.#options.owner();
    return host === owner?.host && key === owner.key;
  };

  #remember(folder: string, runs: readonly QueuedRun[]): void {
    const root = this.#rootOf(folder);
    this.#known.set(root, { stamp: stampOf(root), runs });
    this.#arrange();
  }

  /** Reads what other windows changed; whether anything is another. */
  #look(): boolean {
    let isOther = false;
    for (const root of this.#options.folders()) {
      const stamp = stampOf(root);
      const known = this.#known.get(root);
      // Who was starting a run may have died since: that no file tells.
      if (known?.stamp === stamp && known.runs.every(({ starter }) => starter === null)) continue;
      const runs = readQueue(root);
      if (JSON.stringify(runs) === JSON.stringify(known?.runs ?? [])) {
        this.#known.set(root, { stamp, runs });
        continue;
      }
      this.#known.set(root, { stamp, runs });
      isOther = true;
    }
    if (isOther) this.#arrange();
    return isOther;
  }

  #arrange(): void {
    const all = [...this.#known].flatMap(([root, { runs }]) =>
      runs.map(entry => ({ ...entry, folder: join(root, entry.run) })),
    );
    const waiting = all.filter(({ starter }) => starter === null);
    this.#waiting = new Set(waiting.map(({ folder }) => folder));
    this.#inOrder = waiting.sort((a, b) => (a.at < b.at ? -1 : 1));
    const here = ({ starter }: QueuedRun) => starter?.host === hostname();
    this.#starting = all.filter(here).map(({ folder }) => folder);
  }

  dispose(): void {
    clearInterval(this.#timer);
  }
}

/** Another text once the file is another. */
function stampOf(root: string): string {
  const stat = statSync(queueFile(root), { throwIfNoEntry: false });
  return stat === undefined ? "" : `${stat.ino} ${stat.mtimeMs} ${stat.size}`;
}
