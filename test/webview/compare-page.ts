import type { Browser, BrowserContext, Page } from "playwright-core";
import { dashboardHtml } from "../../src/extension/dashboard/dashboard-html.ts";
import type { PageFiles } from "./browser.ts";
import type { CompareHostOptions } from "./fake-compare-host.ts";
import { themes, type ThemeName } from "./themes.ts";

const ORIGIN = "http://compare.test";

export interface CompareOptions {
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  readonly host?: CompareHostOptions;
}

/** The side-by-side viewer in a browser, in the words of the person before it. */
export class ComparePage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the browser's log said of violations and errors. */
  readonly complaints: string[] = [];

  private constructor(context: BrowserContext, page: Page) {
    this.context = context;
    this.page = page;
    page.on("console", message => {
      if (message.type() === "error" || /Content Security Policy/i.test(message.text()))
        this.complaints.push(message.text());
    });
    page.on("pageerror", error => this.complaints.push(String(error)));
  }

  static async open(browser: Browser, files: PageFiles, options: CompareOptions = {}): Promise<ComparePage> {
    const { theme = "dark", width = 1440, height = 900, host = { runs: 4 } } = options;
    const context = await browser.newContext({ viewport: { width, height } });
    context.setDefaultTimeout(20_000);
    const page = await context.newPage();
    const compare = new ComparePage(context, page);
    const html = dashboardHtml({
      source: ORIGIN,
      script: `${ORIGIN}/compare.js`,
      style: `${ORIGIN}/compare.css`,
      nonce: "bm9uY2U",
      title: "Compare",
    });
    const served: Readonly<Record<string, { readonly body: string; readonly contentType: string }>> = {
      "/": { body: html, contentType: "text/html" },
      "/compare.js": { body: files.script, contentType: "text/javascript" },
      "/compare.css": { body: files.style, contentType: "text/css" },
      "/favicon.ico": { body: "", contentType: "image/x-icon" },
    };
    await page.route(`${ORIGIN}/**`, route => {
      const file = served[new URL(route.request().url()).pathname];
      return file === undefined ? route.abort() : route.fulfill({ status: 200, ...file });
    });
    await context.addInitScript(`globalThis.fakeCompareOptions = ${JSON.stringify(host)};`);
    await context.addInitScript({ content: files.host });
    await page.goto(`${ORIGIN}/`);
    await compare.setTheme(theme);
    return compare;
  }

  async close(): Promise<void> {
    await this.context.close();
  }

  async setTheme(name: ThemeName): Promise<void> {
    await this.page.evaluate(({ classes, variables }) => {
      document.body.className = classes;
      for (const [variable, value] of Object.entries(variables))
        document.documentElement.style.setProperty(variable, value);
    }, themes[name]);
  }

  /** Waits until every column shows samples. */
  async settle(columns: number): Promise<void> {
    await this.page.waitForFunction(
      count => document.querySelectorAll('.plate[aria-label*="samples at step"]').length === count,
      columns,
    );
    await this.page.evaluate(
      () =>
        new Promise(resolve =>
          requestAnimationFrame(() => {
            requestAnimationFrame(resolve);
          }),
        ),
    );
  }

  /** Milliseconds from the page's beginning until the pictures of all columns were first painted. */
  openedAfter(): Promise<number> {
    return this.page.evaluate(() => {
      const [mark] = performance.getEntriesByName("compare painted");
      return mark?.startTime ?? NaN;
    });
  }

  /** Milliseconds of some changes of the step, each from the input until every column has painted it. */
  stepChanges(count: number): Promise<number[]> {
    return this.page.evaluate(async wanted => {
      const slider = document.querySelector<HTMLInputElement>("#step-slider");
      const found: number[] = [];
      const labels = () =>
        [...document.querySelectorAll(".plate")].map(plate => plate.getAttribute("aria-label")).join();
      for (let i = 0; i < wanted && slider !== null; i++) {
        const before = labels();
        const start = performance.now();
        slider.value = String(9000 - 400 * (i % 20));
        slider.dispatchEvent(new Event("input", { bubbles: true }));
        while (labels() === before && performance.now() - start < 2000)
          await new Promise(resolve => requestAnimationFrame(resolve));
        found.push(performance.now() - start);
      }
      return found;
    }, count);
  }

  plate(name: string) {
    return this.page.getByRole("img", { name: new RegExp(`^${name}:`) });
  }

  /** The names of the columns, from the left. */
  names(): Promise<string[]> {
    return this.page.locator(".run h2").allTextContents();
  }

  async choose(menu: string, entry: string): Promise<void> {
    await this.page.getByRole("button", { name: menu, exact: true }).click();
    await this.page.getByRole("menuitem", { name: entry }).click();
  }

  /** What a measure's row says, column by column. */
  async measure(title: string): Promise<string[]> {
    return this.page.getByRole("group", { name: title }).locator(".mv").allTextContents();
  }
}
