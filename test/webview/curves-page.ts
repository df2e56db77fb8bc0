import type { Browser, Locator } from "playwright-core";
import type { PageFiles } from "./browser.ts";
import type { CurvesHostOptions } from "./fake-curves-host.ts";
import { openPage, ShownPage } from "./open-page.ts";
import type { ThemeName } from "./themes.ts";

export interface CurvesOptions {
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly host?: CurvesHostOptions;
  readonly restricted?: boolean;
  readonly characterKeysRest?: boolean;
}

/** The page of curves in a browser, in the words of the person before it. */
export class CurvesPage extends ShownPage {
  static async open(browser: Browser, files: PageFiles, options: CurvesOptions = {}): Promise<CurvesPage> {
    const { theme = "dark", width = 1440, host = { sources: 2 }, restricted = false } = options;
    const { characterKeysRest = false } = options;
    const opened = await openPage(browser, {
      name: "curves",
      title: "Curves",
      files,
      restricted,
      characterKeysRest,
      hostOptions: `globalThis.fakeCurvesOptions = ${JSON.stringify(host)};`,
      theme,
      context: { viewport: { width, height: 900 } },
    });
    return new CurvesPage(opened);
  }

  /** A chart, once it says this of its values as it does to a screen reader. */
  chart(tag: string, says = /step [\d,]+: /): Locator {
    return this.page.getByRole("slider", { name: new RegExp(`^${tag}, ${says.source}`) });
  }

  /** Whose curves are shown. */
  async sources(): Promise<string[]> {
    const items = await this.page.getByRole("list", { name: "Runs shown" }).locator("b").allTextContents();
    return items.map(text => text.trim());
  }

  /** The tags whose charts or headings are there. */
  tags(): Promise<string[]> {
    return this.page.locator("section.tag h3").allTextContents();
  }

  async choose(menu: string, entry: string): Promise<void> {
    await this.page.getByRole("button", { name: menu, exact: true }).click();
    await this.page.getByRole("menuitem", { name: entry }).click();
  }

  /** What was asked of the host by a method, oldest first. */
  calls(method: string): Promise<readonly Record<string, unknown>[]> {
    return this.page.evaluate(
      wanted =>
        globalThis.fakeCurvesHost.calls
          .filter(call => call.method === wanted)
          .map(({ params }) => params as Record<string, unknown>),
      method,
    );
  }

  /** Waits until the host was asked for something by a method, and gives the newest of it. */
  async asked(method: string): Promise<Record<string, unknown>> {
    await this.page.waitForFunction(
      wanted => globalThis.fakeCurvesHost.calls.some(call => call.method === wanted),
      method,
    );
    return (await this.calls(method)).at(-1) ?? {};
  }
}
