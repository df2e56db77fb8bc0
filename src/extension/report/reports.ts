import { basename } from "node:path";
import type * as vscode from "vscode";
import { readPersistedReport } from "../../protocol/report-packets.ts";
import { RunReadError } from "../../runs/errors.ts";
import { readSweepRecord } from "../../sweeps/sweep-record.ts";
import type { App } from "../app.ts";
import { reportType } from "../contributions/views.ts";
import { Pages } from "../pages/pages.ts";
import { openReport, type SweepAddress } from "./report-page.ts";

/** The reports that are open in this window: at most one for each sweep. */
export class Reports {
  readonly #pages: Pages<SweepAddress>;

  constructor(app: () => App) {
    this.#pages = new Pages<SweepAddress>({
      type: reportType,
      title: "Sweep",
      kept: readPersistedReport,
      keyOf: ({ folder }) => folder,
      open: (panel, { folder }) => openReport(panel, folder, app()),
    });
  }

  /** The folder of the sweep whose report is in front. */
  get activeFolder(): string | undefined {
    return this.#pages.active?.folder;
  }

  /** The name of the sweep in a folder. */
  nameOf(folder: string): string {
    try {
      return readSweepRecord(folder)?.name ?? basename(folder);
    } catch (error) {
      if (error instanceof RunReadError) return basename(folder);
      throw error;
    }
  }

  open(folder: string): void {
    this.#pages.open({ folder });
  }

  restore(panel: vscode.WebviewPanel, saved: unknown): void {
    this.#pages.restore(panel, saved);
  }

  dispose(): void {
    this.#pages.dispose();
  }
}
