import type { Browser } from "playwright-core";
import type { PageFiles } from "./browser.ts";
import type { ReportHostOptions } from "./fake-report-host.ts";
import { openPage, ShownPage } from "./open-page.ts";
import type { ThemeName } from "./themes.ts";

export interface ReportOptions {
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  readonly host?: ReportHostOptions;
}

/** The report of a sweep in a browser, in the words of the person before it. */
export class ReportPage extends ShownPage {
  static async open(browser: Browser, files: PageFiles, options: ReportOptions = {}): Promise<ReportPage> {
    const { theme = "dark", width = 1440, height = 900 } = options;
    const { host = { weights: 8, regimes: 2, seeds: 4 } } = options;
    const opened = await openPage(browser, {
      name: "report",
      title: "Sweep",
      files,
      hostOptions: `globalThis.fakeReportOptions = ${JSON.stringify(host)};`,
      theme,
      context: { viewport: { width, height } },
    });
    return new ReportPage(opened);
  }

  /** Waits until the report is there and the first small picture has samples. */
  async settle(): Promise<void> {
    await this.page.getByRole("heading", { name: "Configurations" }).waitFor();
    // What is out of sight is not asked for.
    await this.page.locator(".thumb").first().scrollIntoViewIfNeeded();
    await this.page
      .getByRole("button", { name: /seed \d+: (samples at step|failed)/ })
      .first()
      .waitFor();
    await this.page.locator("main").evaluate(main => {
      main.scrollTop = 0;
    });
    await this.page.evaluate(
      () =>
        new Promise(resolve =>
          requestAnimationFrame(() => {
            requestAnimationFrame(resolve);
          }),
        ),
    );
  }

  /** The first cells of the table's rows, from the top: the values of the axes. */
  async rows(): Promise<string[]> {
    const rows = await this.page.locator(".table-box tbody tr:not(.gap)").all();
    return Promise.all(rows.map(async row => (await row.locator("td.axis").allTextContents()).join(" ")));
  }

  /** What the table says of a measure for the row of these values. */
  async cell(row: string, measure: string): Promise<string> {
    const heads = await this.page
      .locator(".table-box thead th button")
      .evaluateAll(all => all.map(head => head.getAttribute("aria-label") ?? ""));
    const column = heads.indexOf(measure);
    const rows = await this.rows();
    return (
      (await this.page
        .locator(".table-box tbody tr:not(.gap)")
        .nth(rows.indexOf(row))
        .locator("td")
        .nth(column)
        .textContent()) ?? ""
    ).trim();
  }

  /** What the page asked its host for, by method. */
  asked(method: string): Promise<unknown[]> {
    return this.page.evaluate(
      wanted =>
        globalThis.fakeReportHost.calls.filter(call => call.method === wanted).map(({ params }) => params),
      method,
    );
  }

  async choose(menu: string, entry: string): Promise<void> {
    await this.page.getByRole("button", { name: menu, exact: true }).click();
    await this.page.getByRole("menuitem", { name: entry }).click();
  }
}
