import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import * as vscode from "vscode";
import { cancelSweep } from "../../launching/sweep/cancel-sweep.ts";
import { startSweep, sweepWords, type SweepStart } from "../../launching/sweep/start-sweep.ts";
import { sweepFailure } from "../../launching/sweep/sweep-failure.ts";
import { LONG_PATH } from "../../plain/plain-text.ts";
import { typedCommand } from "../../runs/typed-command.ts";
import { isWorkedIn } from "../../runs/work-in-folder.ts";
import type { RunIndex } from "../../runs/run-index.ts";
import { reportSource } from "../../sweeps/report/read-report.ts";
import { sweepFiles } from "../../sweeps/sweep-record.ts";
import { every, letGo } from "../../unattended/unattended.ts";
import type { OwnLog } from "../door/channels.ts";
import { tell } from "../door/messages.ts";
import { say, words } from "../door/words.ts";
import { setting } from "../setting.ts";
import { isWanted } from "../trainers/notices.ts";
import { sweepNotice, type SweepNotice } from "./sweep-notice.ts";
import { SweepSizes } from "./sweep-sizes.ts";

const startedKey = "sweeps";
const LOOK_MS = 1_000;
/** The program needs a moment until it has checked the sweep and written its record. */
const BEGIN_MS = 30_000;
const POLL_MS = 50;

export interface SweepsOptions {
  readonly context: vscode.ExtensionContext;
  readonly log: OwnLog;
  readonly runs: RunIndex;
  /** The terminal command's program, kept for a sweep that is about to be started. */
  readonly program: (folder: string) => Promise<string>;
}

const offers = {
  report: { title: "Open Report", command: "pairingLab.sweep.openReport" },
  log: { title: "Show Log", command: "pairingLab.sweep.showLog" },
} as const;

/**
 * Starts sweeps of this window, each a process of its own that outlives it, and tells when one ends, also one that was
 * started before a reload. Which sweeps train is seen by their folders' locks, whoever started them.
 */
export class Sweeps {
  readonly #options: SweepsOptions;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #timer: NodeJS.Timeout;
  /** Folders of sweeps that were started from here and have not been told of. */
  readonly #started: Set<string>;
  /** Of those, the ones whose end was asked for. */
  readonly #cancelled = new Set<string>();
  readonly #sizes = new SweepSizes();
  #live: ReadonlySet<string> = new Set();
  #looked = false;
  readonly onChange = this.#changed.event;

  constructor(options: SweepsOptions) {
    this.#options = options;
    const saved: unknown = options.context.workspaceState.get(startedKey);
    this.#started = new Set(Array.isArray(saved) ? saved.filter(folder => typeof folder === "string") : []);
    letGo(
      options.runs.settled().then(() => {
        this.#look();
      }),
    );
    this.#timer = every(LOOK_MS, () => {
      if (this.#looked) this.#look();
    });
  }

  /** The folders of sweeps that are listed. */
  get folders(): readonly string[] {
    return this.#options.runs.sweepFolders;
  }

  /** Whether somebody trains the sweep of a folder. */
  isSweeping(folder: string): boolean {
    return this.#live.has(folder);
  }

  /** How many runs the sweep of a folder is to have, as its record says; null where there is none that can be read. */
  plannedIn(folder: string): number | null {
    return this.#sizes.of(folder);
  }

  /** Starts a sweep that was checked; resolves when its record stands in its folder, false where it ended before. Rejects with TrainerError or RunWriteError. */
  async start(order: Omit<SweepStart, "program">): Promise<boolean> {
    const { log, runs, program } = this.#options;
    const { folder } = order;
    log.info(say`${basename(folder)}: ${words(typedCommand(sweepWords(order)), LONG_PATH)}`);
    this.#cancelled.delete(folder);
    const { ended } = await startSweep({ ...order, program: await program(folder) });
    this.#started.add(folder);
    this.#save();
    const over = new AbortController();
    letGo(
      ended.then(async () => {
        over.abort();
        await runs.refresh();
        this.#look();
        if (!this.isSweeping(folder)) this.#concluded(folder);
      }),
    );
    const end = performance.now() + BEGIN_MS;
    while (!over.signal.aborted && isWorkedIn(folder) !== true && performance.now() < end)
      await delay(POLL_MS);
    await runs.refresh(folder);
    this.#look();
    return existsSync(join(folder, sweepFiles.record));
  }

  /** Ends what trains a sweep, as asked. Rejects with SlurmError, RunReadError, RunWriteError. */
  async cancel(folder: string): Promise<"ended" | "silent" | "nothing"> {
    this.#cancelled.add(folder);
    const outcome = await cancelSweep(folder, { by: "extension" });
    await this.#options.runs.refresh();
    this.#look();
    return outcome;
  }

  #save(): void {
    letGo(this.#options.context.workspaceState.update(startedKey, [...this.#started]));
  }

  #look(): void {
    const watched = new Set([...this.folders, ...this.#started]);
    const before = this.#live;
    const live = new Set([...watched].filter(folder => isWorkedIn(folder) ?? before.has(folder)));
    this.#live = live;
    for (const folder of new Set([...before, ...live])) this.#sizes.forget(folder);
    const first = !this.#looked;
    this.#looked = true;
    for (const folder of this.#started)
      if (!live.has(folder) && (before.has(folder) || first)) this.#concluded(folder);
    if (first || live.size !== before.size || [...live].some(folder => !before.has(folder)))
      this.#changed.fire();
  }

  /** Nobody trains the sweep any more. */
  #concluded(folder: string): void {
    if (!this.#started.delete(folder)) return;
    this.#save();
    if (this.#cancelled.delete(folder)) return;
    const failure = sweepFailure(folder);
    try {
      const listings = this.#options.runs.listings.filter(listing => dirname(listing.folder) === folder);
      this.#tell(folder, sweepNotice(reportSource(folder, listings), failure));
    } catch {
      // It ended before there was anything of it.
      if (failure !== null)
        this.#tell(folder, {
          severity: "error",
          message: say`${basename(folder)} was not started: ${words(failure)}`,
          actions: ["log"],
        });
    }
  }

  #tell(folder: string, notice: SweepNotice): void {
    const { severity, message, actions } = notice;
    this.#options.log.info(message);
    if (!isWanted(notice, setting("notifications"))) return;
    letGo(
      tell(severity, message, ...actions.map(action => offers[action].title)).then(chosen => {
        const action = actions.find(candidate => offers[candidate].title === chosen);
        if (action !== undefined)
          letGo(vscode.commands.executeCommand(offers[action].command, { sweepFolder: folder }));
      }),
    );
  }

  dispose(): void {
    clearInterval(this.#timer);
    this.#changed.dispose();
  }
}
