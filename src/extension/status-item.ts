import * as vscode from "vscode";
import { isLive } from "./explorer/run-row.ts";
import type { RunList } from "./run-list.ts";
import { statusText } from "./status-text.ts";

/** A quiet item in the status bar while runs are live. */
export class StatusItem {
  readonly #item: vscode.StatusBarItem;
  readonly #subscription: { dispose(): void };

  constructor(runs: RunList) {
    this.#item = vscode.window.createStatusBarItem("pairingLab.live", vscode.StatusBarAlignment.Left, -10);
    this.#item.name = "Pairing Lab: Live Runs";
    this.#item.command = "pairingLab.runs.pickLive";
    this.#subscription = runs.onChange(() => {
      const live = runs.listings.flatMap(run => (run.kind === "run" && isLive(run.state) ? [run] : []));
      const shown = statusText(live);
      if (shown === null) {
        this.#item.hide();
        return;
      }
      this.#item.text = `$(beaker) ${shown.text}`;
      this.#item.tooltip = shown.tooltip;
      this.#item.accessibilityInformation = { label: `Pairing Lab: ${shown.spoken}` };
      this.#item.show();
    });
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#item.dispose();
  }
}
