import * as vscode from "vscode";
import { readPersistedCurves } from "../../protocol/curves-packets.ts";
import { MOST_SOURCES } from "../../protocol/curves.ts";
import type { App } from "../app.ts";
import { curvesType } from "../contributions/views.ts";
import { standsOpen, webviewOptions } from "../dashboard/webview-panel.ts";
import { CurvesPanel } from "./curves-panel.ts";

const sameFolders = (a: readonly string[], b: readonly string[]) =>
  [...a].sort().join("\n") === [...b].sort().join("\n");

/** The pages of curves that are open in this window. */
export class CurvePanels {
  readonly #app: () => App;
  readonly #panels = new Map<vscode.WebviewPanel, CurvesPanel>();

  constructor(app: () => App) {
    this.#app = app;
  }

  /** The sources of the page that is in front; none where another is. */
  get activeFolders(): readonly string[] {
    for (const [panel, held] of this.#panels) if (panel.active) return held.folders;
    return [];
  }

  /** Shows the curves of runs and logs together; where exactly these are shown already, that page comes to the front. */
  open(
    folders: readonly string[],
    { preserveFocus = false }: { readonly preserveFocus?: boolean } = {},
  ): void {
    const wanted = folders.slice(0, MOST_SOURCES);
    for (const [panel, held] of this.#panels) {
      if (!sameFolders(held.folders, wanted) || !standsOpen(panel)) continue;
      // As with runs: a row that is pressed once more gives its page the keyboard.
      panel.reveal(undefined, preserveFocus && !panel.visible);
      return;
    }
    const place = { viewColumn: vscode.ViewColumn.Active, preserveFocus };
    this.#host(vscode.window.createWebviewPanel(curvesType, "Curves", place, webviewOptions), wanted);
  }

  /** Takes over a panel that VS Code brings back after a reload, with what its page had saved. */
  restore(panel: vscode.WebviewPanel, saved: unknown): void {
    const persisted = readPersistedCurves(saved);
    if (persisted === null) panel.dispose();
    else this.#host(panel, persisted.folders);
  }

  #host(panel: vscode.WebviewPanel, folders: readonly string[]): void {
    this.#panels.set(panel, new CurvesPanel(panel, folders, this.#app()));
    panel.onDidDispose(() => {
      this.#panels.delete(panel);
    });
  }

  dispose(): void {
    for (const panel of [...this.#panels.keys()]) panel.dispose();
  }
}
