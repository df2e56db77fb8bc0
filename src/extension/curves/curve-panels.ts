import type * as vscode from "vscode";
import { readPersistedCurves } from "../../protocol/curves-packets.ts";
import { MOST_SOURCES } from "../../protocol/curves.ts";
import type { App } from "../app.ts";
import { curvesType } from "../contributions/views.ts";
import { keyOfFolders, type FoldersAddress } from "../pages/folders-address.ts";
import { Pages } from "../pages/pages.ts";
import { openCurvesPage } from "./curves-page.ts";

/** The pages of curves that are open in this window: at most one for the same runs and logs. */
export class CurvePanels {
  readonly #pages: Pages<FoldersAddress>;

  constructor(app: () => App) {
    this.#pages = new Pages<FoldersAddress>({
      type: curvesType,
      title: "Curves",
      kept: readPersistedCurves,
      keyOf: keyOfFolders,
      open: (panel, { folders }) => openCurvesPage(panel, folders, app()),
    });
  }

  /** The sources of the page that is in front; none where another is. */
  get activeFolders(): readonly string[] {
    return this.#pages.active?.folders ?? [];
  }

  /** Shows the curves of runs and logs together, of as many as there is room for. */
  open(folders: readonly string[], place: { readonly preserveFocus?: boolean } = {}): void {
    this.#pages.open({ folders: folders.slice(0, MOST_SOURCES) }, place);
  }

  restore(panel: vscode.WebviewPanel, saved: unknown): void {
    this.#pages.restore(panel, saved);
  }

  dispose(): void {
    this.#pages.dispose();
  }
}
