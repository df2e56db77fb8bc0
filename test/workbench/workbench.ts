import type { FrameLocator, Locator, Page } from "playwright-core";
import { BrowserLog } from "./browser-log.ts";
import { Comparison } from "./comparison.ts";
import { Curves } from "./curves.ts";
import { Dashboard } from "./dashboard.ts";
import { Report } from "./report.ts";
import { FileExplorer } from "./file-explorer.ts";
import { RunExplorer } from "./run-explorer.ts";
import { clipboardOf, TextEditor } from "./text-editor.ts";
import { PATIENCE, until } from "../support/until.ts";

/** Whether a text stands in what the workbench keeps of its editors in the browser's database. */
const hasKept = (kept: RegExp) => `(async () => {
  const request = action => new Promise((resolve, reject) => {
    action.onsuccess = () => resolve(action.result);
    action.onerror = () => reject(action.error);
  });
  for (const { name } of await indexedDB.databases()) {
    if (!name.startsWith("vscode-web-state-db")) continue;
    const database = await request(indexedDB.open(name));
    try {
      const store = database.transaction("ItemTable").objectStore("ItemTable");
      const editors = await request(store.get("memento/workbench.parts.editor"));
      if (${String(kept)}.test(String(editors))) return true;
    } finally {
      database.close();
    }
  }
  return false;
})()`;

/** What may have to be tried again is given this long, in milliseconds. */
const ATTEMPT_MS = 4_000;

export interface OpenOptions {
  /** Our extension does not work in what is opened, so the window is ready without its view. */
  readonly declined?: boolean;
}

/** A window of the workbench, in the words of who uses it. Every verb waits for its effect. */
export class Workbench {
  readonly page: Page;
  readonly log: BrowserLog;
  readonly runs: RunExplorer;
  readonly files: FileExplorer;
  readonly editor: TextEditor;

  constructor(page: Page) {
    this.page = page;
    this.log = new BrowserLog(page);
    this.runs = new RunExplorer(page);
    this.files = new FileExplorer(page);
    this.editor = new TextEditor(page);
  }

  async open(url: string, { declined = false }: OpenOptions = {}): Promise<void> {
    await this.page.goto(url);
    if (declined) await this.page.locator(".statusbar").getByRole("button").first().waitFor();
    else await this.#ready();
  }

  /**
   * As F5 does: everything in the window is gone and comes back from what was kept. A workbench in a browser writes down
   * every few seconds which editors are open, and what their pages keep; a reload before that is no test of ours. Waits
   * until it has `kept` what only the page itself can have asked it to keep: not a panel's type or title, which it writes down alone at first.
   */
  async reload(kept: RegExp): Promise<void> {
    await until("the workbench has written its editors down", () =>
      this.page.evaluate<boolean>(hasKept(kept)),
    );
    await this.page.reload();
    await this.#ready();
  }

  /** As closing the browser's tab does. */
  close(): Promise<void> {
    return this.page.context().close();
  }

  async #ready(): Promise<void> {
    await this.page.getByRole("tab", { name: /^Pairing Lab/ }).waitFor();
  }

  /**
   * Runs a command of the palette by its title. The palette lists what is registered, and may be used, when it opens;
   * so it is opened again until it lists the command.
   */
  async command(title: string): Promise<void> {
    await this.#again(async () => {
      await this.#openPalette(title);
      await this.#option(title).click({ timeout: ATTEMPT_MS });
    });
  }

  /** Whether the palette offers a command at the moment. */
  async offers(title: string): Promise<boolean> {
    const { page } = this;
    const input = await this.#openPalette(title);
    // The list is complete once it says that nothing matches, or shows what does.
    const listed = page.locator(".quick-input-list .monaco-list-row").first();
    await listed.waitFor();
    const count = await this.#option(title).count();
    await page.keyboard.press("Escape");
    await input.waitFor({ state: "hidden" });
    return count > 0;
  }

  #option(title: string): Locator {
    return this.page.locator(`.quick-input-list .monaco-list-row[aria-label^="${title}"]`).first();
  }

  async #openPalette(title: string): Promise<Locator> {
    await this.page.keyboard.press("F1");
    const input = this.page.locator(".quick-input-widget input[type=text]").first();
    await input.waitFor({ timeout: ATTEMPT_MS });
    await input.fill(`>${title}`, { timeout: ATTEMPT_MS });
    return input;
  }

  /** A key may be lost while the focus moves; so it is pressed again until it has its effect. */
  async #again(attempt: () => Promise<void>): Promise<void> {
    const end = performance.now() + PATIENCE;
    for (;;) {
      try {
        await attempt();
        return;
      } catch (error) {
        if (performance.now() > end) throw error;
        await this.page.keyboard.press("Escape");
      }
    }
  }

  /** The box in which the workbench asks: known by its title, prompt or placeholder. */
  #question(asked: string): Locator {
    const widget = this.page.locator(".quick-input-widget:visible");
    const hint = this.page.locator(`input[placeholder*="${asked}"]`);
    return widget
      .filter({ hasText: asked })
      .or(widget.filter({ has: hint }))
      .first();
  }

  /** Answers a question by typing. */
  async answer(asked: string, text: string, timeout = PATIENCE): Promise<void> {
    const input = this.#question(asked).locator("input[type=text]").first();
    await input.fill(text, { timeout });
    await input.press("Enter", { timeout });
  }

  /** Waits until a question is asked. */
  asks(asked: string): Promise<void> {
    return this.#question(asked).waitFor();
  }

  /** Answers a question by choosing from its list. */
  async pick(asked: string, label: string): Promise<void> {
    const question = this.#question(asked);
    await question.locator("input[type=text]").first().fill(label);
    await question.locator(".monaco-list-row", { hasText: label }).first().click();
  }

  /** What a question of the palette says of the answer that was typed. */
  get refusal(): Locator {
    return this.page.locator(".quick-input-widget .quick-input-message");
  }

  /** A notification that says so, once it is there; one that has hidden itself is found in the notification center. */
  async notification(text: string | RegExp, timeout = PATIENCE): Promise<Locator> {
    const { page } = this;
    const center = page.locator(".notifications-center");
    const shown = page.locator(".notification-list-item:visible").filter({ hasText: text }).first();
    const bell = page
      .locator(".statusbar")
      .getByRole("button", { name: /notification/i })
      .last();
    const isThere = async () => {
      if (await shown.isVisible()) return true;
      const hidden = /New Notification/i.test((await bell.getAttribute("aria-label")) ?? "");
      if (hidden && !(await center.isVisible())) await bell.click();
      return false;
    };
    await until(`a notification says ${String(text)}`, isThere, timeout);
    return shown;
  }

  /** Waits for a line of the output panel; the editor there puts no-break spaces between words. */
  async printed(line: RegExp): Promise<void> {
    await this.page.locator(".output-view .view-line").filter({ hasText: line }).first().waitFor();
  }

  /** Trusts the workspace in the editor where that is done, which is shown over the others, and closes it. */
  async trust(): Promise<void> {
    const editor = this.page.locator(".monaco-modal-editor-block");
    await editor.getByRole("button", { name: "Trust", exact: true }).click();
    await editor.getByText("You trust this folder").waitFor();
    await editor
      .getByRole("button", { name: /^Close/ })
      .first()
      .click();
    await editor.waitFor({ state: "hidden" });
  }

  /** Opens the page of an installed extension. */
  async showExtension(name: string): Promise<void> {
    await this.command("Extensions: Show Installed Extensions");
    await this.page.locator(".extensions-list .monaco-list-row", { hasText: name }).first().click();
  }

  /** Opens a file of the workspace in an editor. */
  async openFile(name: string): Promise<void> {
    await this.#again(async () => {
      await this.page.keyboard.press("Control+P");
      await this.#question("Search files").waitFor({ timeout: ATTEMPT_MS });
    });
    await this.pick("Search files", name);
    await this.tab(name).waitFor();
  }

  /**
   * Opens an experiment, trains it by the palette beside the list of runs, and gives the dashboard of the run once it
   * trains.
   */
  async train(file: string, run: string): Promise<Dashboard> {
    await this.openFile(file);
    await this.runs.show();
    await this.command("Pairing Lab: Train");
    const dashboard = await this.dashboard(run);
    await dashboard.isIn("Training");
    return dashboard;
  }

  /** The same where no dashboard opens: its row tells how it stands. */
  async trainUnseen(file: string, row: RegExp): Promise<void> {
    await this.openFile(file);
    await this.command("Pairing Lab: Train");
    await this.runs.row(row).waitFor();
  }

  /** Opens a sweep's file, runs it by the palette, and gives its report. */
  async sweep(file: string, name: string): Promise<Report> {
    await this.openFile(file);
    await this.command("Pairing Lab: Run Sweep");
    return this.report(name);
  }

  /** An item of the status bar that says so. */
  statusBarItem(name: string | RegExp): Locator {
    return this.page.locator(".statusbar").getByRole("button", { name }).first();
  }

  /** What was copied last. */
  clipboard(): Promise<string> {
    return clipboardOf(this.page);
  }

  /** An open editor's tab. */
  tab(name: string | RegExp): Locator {
    return this.page.locator(".tabs-container").getByRole("tab", { name }).first();
  }

  /** The pages inside the window that are shown: webviews lie in two frames each. */
  async #shownPages(): Promise<FrameLocator[]> {
    const frames = await this.page.locator("iframe.webview.ready").all();
    const shown: FrameLocator[] = [];
    for (const frame of frames) {
      if (await frame.isVisible()) shown.push(frame.contentFrame().frameLocator("iframe#active-frame"));
    }
    return shown;
  }

  /** The dashboard of a run, once it is shown. */
  async dashboard(run: string | RegExp, timeout = PATIENCE): Promise<Dashboard> {
    const isOne = (page: FrameLocator) => new Dashboard(page).isOf(run);
    return new Dashboard(await this.shownPage(isOne, `a dashboard of ${String(run)} is shown`, timeout));
  }

  /** The shown webview's page that is the one, once it is there. */
  shownPage(
    isIt: (page: FrameLocator) => Promise<boolean>,
    what = "a page is shown",
    timeout = PATIENCE,
  ): Promise<FrameLocator> {
    const shown = async () => {
      for (const page of await this.#shownPages()) if (await isIt(page)) return page;
      return undefined;
    };
    return until(what, shown, timeout);
  }

  /** The side-by-side viewer, once it is shown. */
  comparison(): Promise<Comparison> {
    return until("a comparison is shown", async () => {
      for (const page of await this.#shownPages()) {
        const comparison = new Comparison(page);
        if (await comparison.isShown()) return comparison;
      }
      return undefined;
    });
  }

  /** Saves a file where the workbench proposes to: its question has no title, but a button that says OK. */
  async saveAsProposed(): Promise<void> {
    const question = this.page.locator(".quick-input-widget:visible").filter({ hasText: "OK" });
    // A button that is pressed before the folder was listed is passed over.
    await question.locator(".monaco-list-row").first().waitFor();
    await question.getByRole("button", { name: "OK" }).click();
    await question.waitFor({ state: "hidden" });
  }

  /** Answers a question by choosing several from its list. */
  async pickSeveral(asked: string, labels: readonly RegExp[]): Promise<void> {
    const question = this.#question(asked);
    for (const label of labels)
      await question.locator(".monaco-list-row").filter({ hasText: label }).first().click();
    await question.getByRole("button", { name: "OK" }).click();
  }

  /** The page of a trial, once it is shown. */
  async trial(timeout = PATIENCE): Promise<FrameLocator> {
    const shown = async () => {
      for (const page of await this.#shownPages())
        if (await page.getByRole("heading", { level: 1, name: "Try weights" }).isVisible()) return page;
      return undefined;
    };
    return await until("the page of a trial is shown", shown, timeout);
  }

  /** The report of a sweep, once it is shown. */
  async report(sweep: string): Promise<Report> {
    const shown = async () => {
      for (const page of await this.#shownPages()) {
        const report = new Report(page);
        if (await report.isOf(sweep)) return report;
      }
      return undefined;
    };
    return await until(`a report of ${sweep} is shown`, shown);
  }

  /** The page with the curves of these runs, once it is shown. */
  async curves(names: readonly string[], timeout = PATIENCE): Promise<Curves> {
    const shown = async () => {
      for (const page of await this.#shownPages()) {
        const curves = new Curves(page);
        if (await curves.isOf(names)) return curves;
      }
      return undefined;
    };
    return await until(`the curves of ${names.join(", ")} are shown`, shown, timeout);
  }

  /** The curves that a log folder's menu in the list of files opens. A menu that has just opened may pass over a click. */
  async openLogs(folder: string, names: readonly string[]): Promise<Curves> {
    await this.#again(async () => {
      await this.files.choose(folder, "Open TensorBoard Logs…");
      await this.curves(names, 3 * ATTEMPT_MS);
    });
    return this.curves(names);
  }

  /** The dashboard that a click on a run's row opens. A click while the list is drawn anew meets nothing: it is repeated. */
  async openRow(row: RegExp, run: string): Promise<Dashboard> {
    await this.#again(async () => {
      await this.runs.row(row).click();
      await this.dashboard(run, 3 * ATTEMPT_MS);
    });
    return this.dashboard(run);
  }
}
