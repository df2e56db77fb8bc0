import * as vscode from "vscode";
import type { RunIndex } from "../runs/run-index.ts";
import { isLive } from "../protocol/dashboard-state.ts";
import { showStatus } from "./door/fields.ts";
import { statusText } from "./status-text.ts";

/** A quiet item in the status bar while runs are live. */
export class StatusItem {
  readonly #item: vscode.StatusBarItem;
  readonly #unsubscribe: () => void;

  constructor(runs: RunIndex) {
    this.#item = vscode.window.createStatusBarItem("pairingLab.live", vscode.StatusBarAlignment.Left, -10);
    this.#item.name = "Pairing Lab: Live Runs";
    this.#item.command = "pairingLab.runs.pickLive";
    this.#unsubscribe = runs.onChange(() => {
      const live = runs.all.filter(({ state }) => isLive(state));
      const shown = statusText(live);
      if (shown === null) this.#item.hide();
      else showStatus(this.#item, "beaker", shown);
    });
  }

  dispose(): void {
    this.#unsubscribe();
    this.#item.dispose();
  }
}
