import { hostname } from "node:os";
import { basename } from "node:path";
import * as vscode from "vscode";
import { loadOf } from "../../experiment/execution-plan.ts";
import { thisMachine } from "../../launching/this-machine.ts";
import { isLive } from "../../protocol/dashboard-state.ts";
import type { TrainerEnd } from "../../launching/trainer.ts";
import type { QueueOwner } from "../../runs/run-queue.ts";
import type { RunIndex } from "../../runs/run-index.ts";
import { letGo } from "../../unattended/unattended.ts";
import type { OwnLog } from "../door/channels.ts";
import { mention, tell } from "../door/messages.ts";
import { say, words } from "../door/words.ts";
import { setting } from "../setting.ts";
import type { RunsFolders } from "../runs-folders.ts";
import type { ShownState } from "../explorer/run-row.ts";
import { KeptQueue, queueOwner } from "./kept-queue.ts";
import { mayRunModules } from "./module-trust.ts";
import { tensorflowFolder } from "./tensorflow-folder.ts";
import { alertNotice, isWanted, noticeOf, type Notice, type NoticeAction } from "./notices.ts";
import { RunStarter, type StartOutcome } from "./run-starter.ts";

export interface TrainersOptions {
  readonly context: vscode.ExtensionContext;
  readonly log: OwnLog;
  readonly runs: RunIndex;
  readonly folders: RunsFolders;
  readonly script: (folder: string) => Promise<string>;
  /** Whether this window shows a run's dashboard. */
  readonly isShown: (folder: string) => boolean;
  /** Whether the dashboard of a run is before the person's eyes. */
  readonly isInSight: (folder: string) => boolean;
}

const startedKey = "started";
/** So many are remembered over a reload. */
const MOST_STARTED = 100;

const offers: Readonly<Record<NoticeAction, { readonly title: string; readonly command: string }>> = {
  open: { title: "Open Dashboard", command: "pairingLab.run.open" },
  log: { title: "Show Log", command: "pairingLab.run.showLog" },
  resume: { title: "Resume", command: "pairingLab.run.resume" },
  branch: { title: "Branch…", command: "pairingLab.run.branch" },
  trial: { title: "Open Trial", command: "pairingLab.run.openTrial" },
};

/** Starts the trainers of this window, and tells when a run ends. */
export class Trainers {
  readonly #options: TrainersOptions;
  readonly #queue: KeptQueue;
  readonly #starter: RunStarter;
  readonly #seen = new Map<string, ShownState>();
  /** The step of each run's last alert, as it was seen. */
  readonly #alerted = new Map<string, number | null>();
  /** Runs that were started from here, also before a reload: their end is told. Those of a terminal tell it there. */
  readonly #started: Set<string>;
  readonly #queueChanged = new vscode.EventEmitter<void>();
  readonly #unsubscribe: () => void;
  readonly #trust: vscode.Disposable;
  readonly onQueueChange = this.#queueChanged.event;

  constructor(options: TrainersOptions) {
    this.#options = options;
    const { context, log, runs, folders, script } = options;
    this.#started = new Set(savedFolders(context.workspaceState.get(startedKey)));
    let owner: QueueOwner | null = null;
    this.#queue = new KeptQueue({
      folders: () => folders.all,
      owner: () => {
        if (vscode.workspace.isTrusted) owner ??= queueOwner(context.globalStorageUri.fsPath);
        return owner;
      },
      changed: () => {
        this.#queueChanged.fire();
        this.#advance();
      },
    });
    this.#starter = new RunStarter({
      script,
      trust: mayRunModules,
      tensorflowFolder,
      limit: () => setting("concurrentRuns"),
      machine: thisMachine(),
      loadOf: folder => {
        const info = runs.find(folder)?.info;
        return info === undefined ? null : loadOf(info.experiment, info.plan);
      },
      // Those of a cluster are not on this machine.
      liveFolders: () =>
        runs.all
          .filter(({ state, status }) => isLive(state) && status.host === hostname())
          .map(({ folder }) => folder),
      queue: this.#queue,
      onEnd: (folder, end) => {
        log.info(
          say`${basename(folder)}: its trainer ended (${words(end.signal ?? `exit code ${String(end.code)}`)})`,
        );
        this.#explainEarlyEnd(folder, end);
      },
      onFailure: (folder, error) => {
        const message = error instanceof Error ? error.message : String(error);
        this.#tell(folder, {
          severity: "error",
          message: say`${basename(folder)}: ${words(message)}`,
          actions: ["log"],
        });
      },
      onQueue: () => {
        this.#queueChanged.fire();
      },
    });
    this.#unsubscribe = runs.onChange(changed => {
      this.#look(changed);
    });
    // What waited for its turn had to wait for trust too.
    this.#trust = vscode.workspace.onDidGrantWorkspaceTrust(() => {
      this.#advance();
    });
  }

  /** Starts a run's trainer or queues it. Rejects with TrainerError or RunWriteError. */
  start(folder: string): Promise<StartOutcome> {
    const { context, log } = this.#options;
    log.info(say`${basename(folder)}: starting its trainer`);
    this.#started.add(folder);
    letGo(context.workspaceState.update(startedKey, [...this.#started].slice(-MOST_STARTED)));
    return this.#starter.start(folder);
  }

  /** How many runs share this machine's cores once one more is made, that one included. */
  get sharersOfNext(): number {
    return Math.min(setting("concurrentRuns"), this.#starter.count + 1);
  }

  isWaiting(folder: string): boolean {
    return this.#starter.isWaiting(folder);
  }

  withdraw(folder: string): boolean {
    return this.#starter.withdraw(folder);
  }

  /** Runs have changed: what is worth telling of them. */
  #look(changed: ReadonlySet<string>): void {
    const wanted = setting("notifications");
    const { runs } = this.#options;
    const trials = new Set<string>();
    for (const folder of changed) {
      const run = runs.find(folder);
      if (run === undefined) {
        this.#seen.delete(folder);
        this.#alerted.delete(folder);
        continue;
      }
      const name = runs.notesOf(run.folder).name ?? run.info.name;
      const notice = noticeOf(this.#seen.get(run.folder), name, run, runs.all);
      this.#seen.set(run.folder, run.state);
      const alert = alertNotice(this.#alerted.get(run.folder), name, run);
      this.#alerted.set(run.folder, run.status.alert?.step ?? null);
      if (alert !== null && this.#concerns(run.folder) && isWanted(alert, wanted))
        this.#tell(run.folder, alert);
      if (notice === null) continue;
      const concerns = this.#concerns(run.folder);
      this.#started.delete(run.folder);
      if (!concerns || !isWanted(notice, wanted)) continue;
      // The last two branches may have ended at once.
      if (notice.trial !== undefined && trials.has(notice.trial)) continue;
      if (notice.trial !== undefined) trials.add(notice.trial);
      this.#tell(run.folder, notice);
    }
    this.#advance();
  }

  /** Whether a run was started from here or is in sight. */
  #concerns(folder: string): boolean {
    return this.#started.has(folder) || this.#options.isShown(folder);
  }

  /** Starts what waits, where there is room. */
  #advance(): void {
    if (vscode.workspace.isTrusted) letGo(this.#starter.advance());
  }

  /** A trainer that ended before it could say so in the run's folder: another process holds it, a broken file. */
  #explainEarlyEnd(folder: string, { code, message }: TrainerEnd): void {
    if (code === 0 || code === 130 || code === null) return;
    const run = this.#options.runs.find(folder);
    if (run?.state === "failed") return;
    const why = message === "" ? "its log says why" : message;
    this.#tell(folder, {
      severity: "error",
      message: say`${basename(folder)} could not train: ${words(why)}.`,
      actions: ["log"],
    });
  }

  #tell(folder: string, notice: Notice): void {
    const { severity, message, actions } = this.#options.isInSight(folder) ? besideDashboard(notice) : notice;
    if (severity === "info" && actions.length === 0) {
      mention(message, 8_000);
      return;
    }
    const titles = actions.map(action => offers[action].title);
    letGo(
      tell(severity, message, ...titles).then(chosen => {
        const action = actions.find(candidate => offers[candidate].title === chosen);
        if (action !== undefined) letGo(vscode.commands.executeCommand(offers[action].command, { folder }));
      }),
    );
  }

  dispose(): void {
    this.#unsubscribe();
    this.#trust.dispose();
    this.#queue.dispose();
    this.#queueChanged.dispose();
  }
}

/** What a dashboard that is in sight shows anyway is no notice over it. */
const besideDashboard = ({ actions, ...notice }: Notice): Notice => ({
  ...notice,
  actions: actions.filter(action => action !== "open"),
});

/** What was saved may be of another version. */
const savedFolders = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter(folder => typeof folder === "string") : [];
