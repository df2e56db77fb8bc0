import type * as vscode from "vscode";
import { readPersistedPanel } from "../../protocol/dashboard-packets.ts";
import type { App } from "../app.ts";
import { dashboardType } from "../contributions/views.ts";
import { Pages } from "../pages/pages.ts";
import { openDashboard, type RunAddress } from "./dashboard-page.ts";

/** The dashboards that are open in this window: at most one for each run. */
export class Dashboards {
  readonly #pages: Pages<RunAddress>;

  constructor(app: () => App) {
    this.#pages = new Pages<RunAddress>({
      type: dashboardType,
      title: "Run",
      kept: readPersistedPanel,
      keyOf: ({ folder }) => folder,
      open: (panel, { folder }) => openDashboard(panel, folder, app()),
    });
  }

  /** The run whose dashboard is in front. */
  get activeFolder(): string | undefined {
    return this.#pages.active?.folder;
  }

  isOpen(folder: string): boolean {
    return this.#pages.isOpen({ folder });
  }

  open(folder: string): void {
    this.#pages.open({ folder });
  }

  /** As a row of a list does it. */
  preview(folder: string): void {
    this.#pages.open({ folder }, { preserveFocus: true });
  }

  restore(panel: vscode.WebviewPanel, saved: unknown): void {
    this.#pages.restore(panel, saved);
  }

  close(folder: string): void {
    this.#pages.close({ folder });
  }

  dispose(): void {
    this.#pages.dispose();
  }
}
