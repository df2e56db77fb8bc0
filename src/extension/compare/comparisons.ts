import type * as vscode from "vscode";
import { readPersistedComparison } from "../../protocol/compare-packets.ts";
import type { App } from "../app.ts";
import { compareType } from "../contributions/views.ts";
import { keyOfFolders, type FoldersAddress } from "../pages/folders-address.ts";
import { Pages } from "../pages/pages.ts";
import { openComparison } from "./compare-page.ts";

/** The side-by-side viewers that are open in this window: at most one for the same runs. */
export class Comparisons {
  readonly #pages: Pages<FoldersAddress>;

  constructor(app: () => App) {
    this.#pages = new Pages<FoldersAddress>({
      type: compareType,
      title: "Compare",
      kept: readPersistedComparison,
      keyOf: keyOfFolders,
      open: (panel, { folders }) => openComparison(panel, folders, app()),
    });
  }

  open(folders: readonly string[]): void {
    this.#pages.open({ folders });
  }

  restore(panel: vscode.WebviewPanel, saved: unknown): void {
    this.#pages.restore(panel, saved);
  }

  dispose(): void {
    this.#pages.dispose();
  }
}
