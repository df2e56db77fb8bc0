import type { Browser } from "playwright-core";
import type { PageFiles } from "./browser.ts";
import type { CompareHostOptions } from "./fake-compare-host.ts";
import { openPage, ShownPage } from "./open-page.ts";
import type { ThemeName } from "./themes.ts";

export interface CompareOptions {
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  readonly host?: CompareHostOptions;
}

/** The side-by-side viewer in a browser, in the words of the person before it. */
export class ComparePage extends ShownPage {
  static async open(browser: Browser, files: PageFiles, options: CompareOptions = {}): Promise<ComparePage> {
    const { theme = "dark", width = 1440, height = 900, host = { runs: 4 } } = options;
    const opened = await openPage(browser, {
      name: "compare",
      title: "Compare",
      files,
      hostOptions: `globalThis.fakeCompareOptions = ${JSON.stringify(host)};`,
      theme,
      context: { viewport: { width, height } },
    });
    return new ComparePage(opened);
  }

  /** Waits until every column shows samples. */
  async settle(columns: number): Promise<void> {
    await this.page.waitForFunction(
      count => document.querySelectorAll('.plate[aria-label*="samples at step"]').length === count,
      columns,
    );
    await this.painted();
  }

  /** Waits until what has changed is drawn. */
  async painted(): Promise<void> {
    await this.page.evaluate(
      () =>
        new Promise(resolve =>
          requestAnimationFrame(() => {
            requestAnimationFrame(resolve);
          }),
        ),
    );
  }

  /** The first parameters of a call, once it was made. */
  async answered(method: string): Promise<Readonly<Record<string, unknown>>> {
    await this.page.waitForFunction(
      wanted => globalThis.fakeCompareHost.calls.some(call => call.method === wanted),
      method,
    );
    return (await this.asked(method))[0] ?? {};
  }

  /** What the host was asked by a call: its parameters each time. */
  asked(method: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
    return this.page.evaluate(
      wanted =>
        globalThis.fakeCompareHost.calls
          .filter(call => call.method === wanted)
          .map(({ params }) => params as Readonly<Record<string, unknown>>),
      method,
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
