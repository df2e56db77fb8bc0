import { dirname } from "node:path";
import * as vscode from "vscode";
import { beginTrial } from "../../launching/begin-trial.ts";
import { readPersistedTrial } from "../../protocol/trial-packets.ts";
import type { ObservedRun } from "../../runs/list.ts";
import { whyNotTried } from "../../trials/proposal.ts";
import type { App } from "../app.ts";
import { trialType } from "../contributions/views.ts";
import { whileHeld } from "../commands/while-held.ts";
import { say, words } from "../door/words.ts";
import { standsOpen, webviewOptions } from "../dashboard/webview-panel.ts";
import { pickTrial } from "./pick-trial.ts";
import { TrialPanel } from "./trial-panel.ts";

/** Where a trial's branches lie, and which trial it is. */
export interface TrialAddress {
  readonly runsFolder: string;
  readonly id: string;
}

/** The trials whose page is open in this window, at most one each. */
export class Trials {
  readonly #app: () => App;
  readonly #panels = new Map<string, vscode.WebviewPanel>();

  constructor(app: () => App) {
    this.#app = app;
  }

  /** Asks what to try from a checkpoint of a run, makes the branches, starts them and shows their page. */
  async begin(run: ObservedRun, step: number): Promise<boolean> {
    const app = this.#app();
    const reason = whyNotTried(run.info.experiment);
    if (reason !== null) throw new Error(say`${run.info.name}: ${words(reason)}.`.text);
    const runsFolder = app.folders.around(run.folder);
    const begun = await whileHeld(run, step, async held => {
      const wanted = await pickTrial(run, step);
      return wanted === undefined
        ? null
        : beginTrial({ folder: run.folder, step, held, runsFolder, ...wanted });
    });
    if (begun === null) return false;
    const { id, folders } = begun;
    for (const folder of folders) await app.trainers.start(folder);
    await app.runs.refresh();
    this.open({ runsFolder, id });
    return true;
  }

  /** The trial that a run is a branch of; null where it is none. */
  addressOf({ folder, info }: Pick<ObservedRun, "folder" | "info">): TrialAddress | null {
    return info.trial === undefined ? null : { runsFolder: dirname(folder), id: info.trial.id };
  }

  open(address: TrialAddress): void {
    const held = this.#panels.get(keyOf(address));
    if (held !== undefined && standsOpen(held)) {
      held.reveal();
      return;
    }
    const place = vscode.ViewColumn.Active;
    this.#host(vscode.window.createWebviewPanel(trialType, "Try Weights", place, webviewOptions), address);
  }

  /** Takes over a panel that VS Code brings back after a reload, with what its page had saved. */
  restore(panel: vscode.WebviewPanel, saved: unknown): void {
    const persisted = readPersistedTrial(saved);
    if (persisted === null || this.#panels.has(keyOf(persisted))) panel.dispose();
    else this.#host(panel, persisted);
  }

  #host(panel: vscode.WebviewPanel, address: TrialAddress): void {
    new TrialPanel(panel, address, this.#app());
    this.#panels.set(keyOf(address), panel);
    panel.onDidDispose(() => {
      this.#panels.delete(keyOf(address));
    });
  }

  dispose(): void {
    for (const panel of [...this.#panels.values()]) panel.dispose();
  }
}

const keyOf = ({ runsFolder, id }: TrialAddress): string => `${runsFolder}\n${id}`;
