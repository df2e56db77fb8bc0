import * as vscode from "vscode";
import { readPersistedPanel } from "../../protocol/dashboard-packets.ts";
import type { App } from "../app.ts";
import { dashboardType } from "../contributions/views.ts";
import { DashboardPanel } from "./dashboard-panel.ts";
import { webviewOptions } from "./webview-panel.ts";

/** The dashboards that are open in this window: at most one for each run. */
export class Dashboards {
  readonly #app: () => App;
  readonly #panels = new Map<string, DashboardPanel>();

  constructor(app: () => App) {
    this.#app = app;
  }

  /** The run whose dashboard is in front. */
  get activeFolder(): string | undefined {
    for (const [folder, panel] of this.#panels) if (panel.isActive) return folder;
    return undefined;
  }

  isOpen(folder: string): boolean {
    return this.#panels.has(folder);
  }

  /** Shows a run's dashboard, beside others in the same group, or brings it to the front. */
  open(folder: string, { preserveFocus = false }: { readonly preserveFocus?: boolean } = {}): void {
    if (this.#panels.get(folder)?.reveal(preserveFocus) === true) return;
    const place = { viewColumn: vscode.ViewColumn.Active, preserveFocus };
    this.#host(vscode.window.createWebviewPanel(dashboardType, "Run", place, webviewOptions), folder);
  }

  /**
   * As a row of a list does it: at first the keyboard stays in the list, where keys are about that row; once more, and
   * it goes to the dashboard.
   */
  preview(folder: string): void {
    this.open(folder, { preserveFocus: this.#panels.get(folder)?.isVisible !== true });
  }

  /** Takes over a panel that VS Code brings back after a reload, with what its page had saved. */
  restore(panel: vscode.WebviewPanel, saved: unknown): void {
    const folder = readPersistedPanel(saved)?.folder;
    if (folder === undefined || this.#panels.has(folder)) panel.dispose();
    else this.#host(panel, folder);
  }

  close(folder: string): void {
    this.#panels.get(folder)?.dispose();
  }

  #host(panel: vscode.WebviewPanel, folder: string): void {
    const hosted = new DashboardPanel(panel, folder, this.#app());
    this.#panels.set(folder, hosted);
    panel.onDidDispose(() => {
      this.#panels.delete(folder);
    });
  }

  dispose(): void {
    for (const panel of [...this.#panels.values()]) panel.dispose();
  }
}
