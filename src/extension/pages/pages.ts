import * as vscode from "vscode";
import { webviewOptions, type Page } from "./page.ts";

export interface PagesOptions<Address extends object> {
  /** The type under which VS Code knows the panels. */
  readonly type: string;
  /** What a panel is called until more is known of it. */
  readonly title: string;
  /** What a page had kept before a reload; null for nothing that can be shown. */
  readonly kept: (saved: unknown) => Address | null;
  /** Equal for two addresses of the same page. */
  readonly keyOf: (address: Address) => string;
  /** `used` hears when its tab must stay. */
  readonly open: (panel: vscode.WebviewPanel, address: Address, used: () => void) => Page<Address>;
}

export interface Opening {
  /** At first the keyboard stays in the list, where keys are about that row; once more, and it goes to the page. */
  readonly preserveFocus?: boolean;
  /** As files of the explorer are: the next one that is opened so takes its place, unless it is opened again, or used. */
  readonly preview?: boolean;
}

/** The pages of one kind that are open in this window: at most one for each address. */
export class Pages<Address extends object> {
  readonly #options: PagesOptions<Address>;
  readonly #open = new Map<vscode.WebviewPanel, Page<Address>>();
  /** The one whose place the next takes. */
  #preview: vscode.WebviewPanel | null = null;

  constructor(options: PagesOptions<Address>) {
    this.#options = options;
  }

  /** What the page in front is about; undefined where that is another kind's. */
  get active(): Address | undefined {
    for (const [panel, page] of this.#open) if (panel.active) return page.address;
    return undefined;
  }

  isOpen(address: Address): boolean {
    return this.#panelOf(address) !== undefined;
  }

  /** Whether the person has it before their eyes. */
  isVisible(address: Address): boolean {
    return this.#panelOf(address)?.visible === true;
  }

  /** Shows a page, beside others in the same group, or brings it to the front. */
  open(address: Address, { preserveFocus = false, preview = false }: Opening = {}): void {
    const { type, title } = this.#options;
    const panel = this.#panelOf(address);
    if (panel !== undefined) {
      // Pressed once more, or opened by something else than a list.
      if (!preview || panel.visible) this.#keep(panel);
      this.#open.get(panel)?.reveal(preserveFocus && !panel.visible);
      return;
    }
    const place = { viewColumn: vscode.ViewColumn.Active, preserveFocus };
    const opened = vscode.window.createWebviewPanel(type, title, place, webviewOptions);
    this.#host(opened, address);
    if (preview && wantsPreviews()) this.#takePlace(opened);
  }

  /** The one that was the preview in the same group goes; where it is elsewhere or pinned it stays. */
  #takePlace(opened: vscode.WebviewPanel): void {
    const before = this.#preview;
    this.#open.get(opened)?.setPreview(true);
    this.#preview = opened;
    if (before === null) return;
    if (before.viewColumn === opened.viewColumn && !isPinned(before)) before.dispose();
    else this.#open.get(before)?.setPreview(false);
  }

  #keep(panel: vscode.WebviewPanel): void {
    if (this.#preview !== panel) return;
    this.#preview = null;
    this.#open.get(panel)?.setPreview(false);
  }

  /** Takes over a panel that VS Code brings back after a reload, with what its page had saved. */
  restore(panel: vscode.WebviewPanel, saved: unknown): void {
    const address = this.#options.kept(saved);
    if (address === null || this.isOpen(address)) panel.dispose();
    else this.#host(panel, address);
  }

  close(address: Address): void {
    this.#panelOf(address)?.dispose();
  }

  #panelOf(address: Address): vscode.WebviewPanel | undefined {
    const { keyOf } = this.#options;
    const wanted = keyOf(address);
    for (const [panel, page] of this.#open) if (keyOf(page.address) === wanted) return panel;
    return undefined;
  }

  #host(panel: vscode.WebviewPanel, address: Address): void {
    const used = () => {
      this.#keep(panel);
    };
    this.#open.set(panel, this.#options.open(panel, address, used));
    panel.onDidDispose(() => {
      this.#open.delete(panel);
      if (this.#preview === panel) this.#preview = null;
    });
  }

  dispose(): void {
    for (const panel of [...this.#open.keys()]) panel.dispose();
  }
}

/** The editor's own setting, for files and for us. */
const wantsPreviews = (): boolean =>
  vscode.workspace.getConfiguration("workbench.editor").get("enablePreview", true);

/** Whether the person pinned its tab; tabs do not tell which panel they are of. */
const isPinned = ({ viewType, title }: vscode.WebviewPanel): boolean =>
  vscode.window.tabGroups.all.some(({ tabs }) =>
    tabs.some(
      ({ input, label, isPinned }) =>
        isPinned &&
        label === title &&
        input instanceof vscode.TabInputWebview &&
        input.viewType.endsWith(viewType),
    ),
  );
