import type { Browser } from "playwright-core";
import type { PageFiles } from "./browser.ts";
import type { TableHostOptions } from "./fake-table-host.ts";
import { openPage, ShownPage } from "./open-page.ts";
import type { ThemeName } from "./themes.ts";

export interface TableOptions {
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  readonly host?: TableHostOptions;
  readonly restricted?: boolean;
}

/** The table of runs in a browser, in the words of the person before it. */
export class TablePage extends ShownPage {
  static async open(browser: Browser, files: PageFiles, options: TableOptions = {}): Promise<TablePage> {
    const { theme = "dark", width = 1440, height = 900, host = {}, restricted = false } = options;
    const opened = await openPage(browser, {
      name: "table",
      title: "Runs",
      files,
      restricted,
      hostOptions: `globalThis.fakeTableOptions = ${JSON.stringify(host)};`,
      theme,
      context: { viewport: { width, height } },
    });
    return new TablePage(opened);
  }

  /** Waits until the rows are there. */
  async settle(): Promise<void> {
    await this.page.getByRole("rowheader").first().waitFor();
  }

  get grid() {
    return this.page.getByRole("grid", { name: "Runs" });
  }

  /** What stands in a column, from the top, of the rows that are drawn. */
  async column(title: string): Promise<string[]> {
    const heads = await this.page.getByRole("columnheader").allTextContents();
    const at = heads.findIndex(text => text.replace(/[↑↓]$/, "") === title);
    const cells = this.page.locator(`.rows .row > [aria-colindex="${at + 1}"]`);
    return (await cells.allTextContents()).map(text => text.trim());
  }

  /** What has the focus: the row's number, 1 for the heads, and the column's. */
  focused(): Promise<readonly [number, number]> {
    return this.page.evaluate(() => {
      const { activeElement } = document;
      const row = activeElement?.closest("[role=row]")?.getAttribute("aria-rowindex");
      return [Number(row), Number(activeElement?.getAttribute("aria-colindex"))] as const;
    });
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** What the page asked its host for last, by method. */
  async asked(method: string): Promise<unknown> {
    const handle = await this.page.waitForFunction(
      wanted => globalThis.fakeTableHost.calls.findLast(call => call.method === wanted) ?? null,
      method,
    );
    return (await handle.jsonValue())?.params;
  }
}
