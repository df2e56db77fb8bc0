import * as vscode from "vscode";
import { readPersistedComparison } from "../../protocol/compare-packets.ts";
import type { App } from "../app.ts";
import { compareType } from "../contributions/views.ts";
import { standsOpen, webviewOptions } from "../dashboard/webview-panel.ts";
import { ComparePanel } from "./compare-panel.ts";

/** The side-by-side viewers that are open in this window. */
export class Comparisons {
  readonly #app: () => App;
  readonly #panels = new Map<vscode.WebviewPanel, ComparePanel>();

  constructor(app: () => App) {
    this.#app = app;
  }

  /** Compares runs; where exactly these are compared already, that panel comes to the front. */
  open(folders: readonly string[]): void {
    const wanted = [...folders].sort().join("\n");
    for (const [panel, held] of this.#panels) {
      if ([...held.folders].sort().join("\n") !== wanted || !standsOpen(panel)) continue;
      panel.reveal();
      return;
    }
    const place = vscode.ViewColumn.Active;
    this.#host(vscode.window.createWebviewPanel(compareType, "Compare", place, webviewOptions), folders);
  }

  /** Takes over a panel that VS Code brings back after a reload, with what its page had saved. */
  restore(panel: vscode.WebviewPanel, saved: unknown): void {
    const persisted = readPersistedComparison(saved);
    if (persisted === null) panel.dispose();
    else this.#host(panel, persisted.folders);
  }

  #host(panel: vscode.WebviewPanel, folders: readonly string[]): void {
    this.#panels.set(panel, new ComparePanel(panel, folders, this.#app()));
    panel.onDidDispose(() => {
      this.#panels.delete(panel);
    });
  }

  dispose(): void {
    for (const panel of [...this.#panels.keys()]) panel.dispose();
  }
}
