import { basename } from "node:path";
import type { Memento } from "vscode";
import { findLogRuns, type LogRun } from "../../foreign/log-folder.ts";
import { later, letGo } from "../../unattended/unattended.ts";

/** A log folder that the user opened, and the runs in it. */
export interface OpenedLog {
  readonly folder: string;
  readonly name: string;
  readonly runs: readonly LogRun[];
  /** Why it cannot be read; null when it can. */
  readonly problem: string | null;
}

/** How often runs that came or went are looked for, while someone looks. */
const LOOK_MS = 15_000;
/** Looking takes at most this share of the time: a log folder may be a large tree on a slow disk. */
const BUSY_SHARE = 0.05;
const KEY = "logs";

const savedFolders = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === "string" && one !== "") : [];

/** The other programs' log folders that were opened in this workspace. They are read, and never written to. */
export class OpenedLogs {
  readonly #memento: Pick<Memento, "get" | "update">;
  readonly #listeners = new Set<() => void>();
  #logs: readonly OpenedLog[];
  #looking: Promise<void> | null = null;
  #timer: NodeJS.Timeout | undefined;
  #isShown = false;
  #isDisposed = false;

  constructor(memento: Pick<Memento, "get" | "update">) {
    this.#memento = memento;
    this.#logs = savedFolders(memento.get(KEY)).map(folder => opened(folder, []));
    if (this.#logs.length > 0) letGo(this.refresh());
  }

  /** In the order they were opened. */
  get all(): readonly OpenedLog[] {
    return this.#logs;
  }

  /** Whether a folder is that of a run in one of the logs. */
  has(folder: string): boolean {
    return this.#logs.some(({ runs }) => runs.some(run => run.folder === folder));
  }

  onChange(changed: () => void): { dispose(): void } {
    this.#listeners.add(changed);
    return {
      dispose: () => {
        this.#listeners.delete(changed);
      },
    };
  }

  /**
   * Looks for event files in a folder and keeps it in the list. Rejects with the system's errors, with the signal's
   * reason, and where there are no event files.
   */
  async add(folder: string, signal?: AbortSignal): Promise<OpenedLog> {
    const runs = await findLogRuns(folder, signal);
    if (runs.length === 0)
      throw new Error(
        `There are no TensorBoard event files (events.out.tfevents.*) in ${folder} or in the folders below.`,
      );
    const log = opened(folder, runs);
    const others = this.#logs.filter(one => one.folder !== folder);
    await this.#keep([...others, log]);
    return log;
  }

  async remove(folder: string): Promise<void> {
    await this.#keep(this.#logs.filter(one => one.folder !== folder));
  }

  /** Looks again for the runs of every log. */
  refresh(): Promise<void> {
    return (this.#looking ??= this.#look().finally(() => {
      this.#looking = null;
    }));
  }

  /** While the list is in sight, runs that come and go are looked for from time to time. */
  setShown(isShown: boolean): void {
    if (isShown === this.#isShown) return;
    this.#isShown = isShown;
    clearTimeout(this.#timer);
    if (isShown) this.#lookLater(LOOK_MS);
  }

  dispose(): void {
    this.#isDisposed = true;
    clearTimeout(this.#timer);
    this.#listeners.clear();
  }

  #lookLater(wait: number): void {
    this.#timer = later(wait, async () => {
      const began = performance.now();
      try {
        await this.refresh();
      } finally {
        const took = performance.now() - began;
        if (this.#isShown && !this.#isDisposed) this.#lookLater(Math.max(LOOK_MS, took / BUSY_SHARE));
      }
    });
    this.#timer.unref();
  }

  async #look(): Promise<void> {
    for (const { folder, ...before } of this.#logs) {
      const now = await findLogRuns(folder).then(
        runs => ({ runs, problem: runs.length === 0 ? "there are no event files any more" : null }),
        (error: unknown) => ({ runs: [], problem: error instanceof Error ? error.message : String(error) }),
      );
      const names = (runs: readonly LogRun[]) => runs.map(({ name }) => name).join("\n");
      if (names(now.runs) === names(before.runs) && now.problem === before.problem) continue;
      this.#logs = this.#logs.map(log => (log.folder === folder ? { ...log, ...now } : log));
      this.#tell();
    }
  }

  async #keep(logs: readonly OpenedLog[]): Promise<void> {
    this.#logs = logs;
    this.#tell();
    await this.#memento.update(
      KEY,
      logs.map(({ folder }) => folder),
    );
  }

  #tell(): void {
    for (const changed of this.#listeners) changed();
  }
}

const opened = (folder: string, runs: readonly LogRun[]): OpenedLog => ({
  folder,
  name: basename(folder) || folder,
  runs,
  problem: null,
});
