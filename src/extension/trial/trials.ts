import { dirname } from "node:path";
import type * as vscode from "vscode";
import { beginTrial } from "../../launching/begin-trial.ts";
import { readPersistedTrial } from "../../protocol/trial-packets.ts";
import type { ObservedRun } from "../../runs/list.ts";
import { whyNotTried } from "../../trials/proposal.ts";
import type { App } from "../app.ts";
import { trialType } from "../contributions/views.ts";
import { whileHeld } from "../commands/while-held.ts";
import { say, words } from "../door/words.ts";
import { Pages } from "../pages/pages.ts";
import { pickTrial } from "./pick-trial.ts";
import { openTrial, type TrialAddress } from "./trial-page.ts";

/** The trials whose page is open in this window, at most one each. */
export class Trials {
  readonly #app: () => App;
  readonly #pages: Pages<TrialAddress>;

  constructor(app: () => App) {
    this.#app = app;
    this.#pages = new Pages<TrialAddress>({
      type: trialType,
      title: "Try Weights",
      kept: readPersistedTrial,
      keyOf: ({ runsFolder, id }) => `${runsFolder}\n${id}`,
      open: (panel, address) => openTrial(panel, address, app()),
    });
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
    this.#pages.open(address);
  }

  restore(panel: vscode.WebviewPanel, saved: unknown): void {
    this.#pages.restore(panel, saved);
  }

  dispose(): void {
    this.#pages.dispose();
  }
}
