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
  readonly open: (panel: vscode.WebviewPanel, address: Address) => Page<Address>;
}

/** The pages of one kind that are open in this window: at most one for each address. */
export class Pages<Address extends object> {
  readonly #options: PagesOptions<Address>;
  readonly #open = new Map<vscode.WebviewPanel, Page<Address>>();

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

  /**
   * Shows a page, beside others in the same group, or brings it to the front. With `preserveFocus`, as a row of a list
   * does it: at first the keyboard stays in the list, where keys are about that row; once more, and it goes to the page.
   */
  open(address: Address, { preserveFocus = false }: { readonly preserveFocus?: boolean } = {}): void {
    const { type, title } = this.#options;
    const panel = this.#panelOf(address);
    if (panel !== undefined) {
      this.#open.get(panel)?.reveal(preserveFocus && !panel.visible);
      return;
    }
    const place = { viewColumn: vscode.ViewColumn.Active, preserveFocus };
    this.#host(vscode.window.createWebviewPanel(type, title, place, webviewOptions), address);
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
    this.#open.set(panel, this.#options.open(panel, address));
    panel.onDidDispose(() => {
      this.#open.delete(panel);
    });
  }

  dispose(): void {
    for (const panel of [...this.#open.keys()]) panel.dispose();
  }
}
