import { basename } from "node:path";
import * as vscode from "vscode";
import { readPersistedReport } from "../../protocol/report-packets.ts";
import { RunReadError } from "../../runs/errors.ts";
import { readSweepRecord } from "../../sweeps/sweep-record.ts";
import type { App } from "../app.ts";
import { reportType } from "../contributions/views.ts";
import { webviewOptions } from "../dashboard/webview-panel.ts";
import { ReportPanel } from "./report-panel.ts";

/** The reports that are open in this window: at most one for each sweep. */
export class Reports {
  readonly #app: () => App;
  readonly #panels = new Map<string, ReportPanel>();

  constructor(app: () => App) {
    this.#app = app;
  }

  /** The folder of the sweep whose report is in front. */
  get activeFolder(): string | undefined {
    for (const [folder, panel] of this.#panels) if (panel.isActive) return folder;
    return undefined;
  }

  /** The name of the sweep in a folder. */
  nameOf(folder: string): string {
    try {
      return readSweepRecord(folder)?.name ?? this.#panels.get(folder)?.name ?? basename(folder);
    } catch (error) {
      if (error instanceof RunReadError) return basename(folder);
      throw error;
    }
  }

  open(folder: string): void {
    if (this.#panels.get(folder)?.reveal() === true) return;
    const place = vscode.ViewColumn.Active;
    this.#host(vscode.window.createWebviewPanel(reportType, "Sweep", place, webviewOptions), folder);
  }

  /** Takes over a panel that VS Code brings back after a reload, with what its page had saved. */
  restore(panel: vscode.WebviewPanel, saved: unknown): void {
    const folder = readPersistedReport(saved)?.folder;
    if (folder === undefined || this.#panels.has(folder)) panel.dispose();
    else
      void this.#app()
        .runs.settled()
        .then(() => {
          this.#host(panel, folder);
        });
  }

  #host(panel: vscode.WebviewPanel, folder: string): void {
    this.#panels.set(folder, new ReportPanel(panel, folder, this.#app()));
    panel.onDidDispose(() => {
      this.#panels.delete(folder);
    });
  }

  dispose(): void {
    for (const panel of [...this.#panels.values()]) panel.dispose();
  }
}
