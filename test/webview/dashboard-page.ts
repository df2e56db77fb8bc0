import type { Browser, Locator, Page } from "playwright-core";
import type { PageFiles } from "./browser.ts";
import type { SeenCall } from "./fake-editor.ts";
import type { HostOptions } from "./fake-host.ts";
import { openPage, setTheme, ShownPage } from "./open-page.ts";
import type { ThemeName } from "./themes.ts";

export interface OpenOptions {
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  readonly host?: HostOptions;
  readonly reducedMotion?: boolean;
  /** The page's clock can be stopped. */
  readonly ownClock?: boolean;
  /** Prepares the page before it loads anything. */
  readonly beforeLoad?: (page: Page) => Promise<void>;
}

/** The dashboard in a browser, in the words of the person before it. */
export class DashboardPage extends ShownPage {
  static async open(browser: Browser, files: PageFiles, options: OpenOptions = {}): Promise<DashboardPage> {
    const { theme = "dark", width = 1440, height = 900, reducedMotion = false } = options;
    const opened = await openPage(browser, {
      name: "dashboard",
      title: "ring8-weak",
      files,
      hostOptions: `globalThis.fakeHostOptions = ${JSON.stringify(options.host ?? { step: 6400 })};`,
      theme,
      context: {
        viewport: { width, height },
        reducedMotion: reducedMotion ? "reduce" : "no-preference",
      },
      beforeLoad: async page => {
        if (options.ownClock === true) await page.clock.install();
        await options.beforeLoad?.(page);
      },
    });
    return new DashboardPage(opened);
  }

  async setTheme(name: ThemeName): Promise<void> {
    await setTheme(this.page, name);
  }

  /** From now on the page's time goes on only by `page.clock`. */
  async stopClock(): Promise<void> {
    const now = await this.page.evaluate(() => Date.now());
    await this.page.clock.pauseAt(now + 1000);
  }

  /** Waits until samples, path and map of the shown step are drawn. */
  async settle(): Promise<void> {
    await this.page.getByText(/\d generated/).waitFor();
    await this.page.locator(".skeleton").first().waitFor({ state: "detached" });
    await this.frames(3);
  }

  /** The same of a run of images. */
  async settleImages(): Promise<void> {
    await this.page.getByText(/^\d+ of 96 at step/).waitFor();
    await this.page.locator(".skeleton").first().waitFor({ state: "detached" });
    await this.page.getByText(/nearest real 0\.\d+ away/).waitFor();
    await this.frames(3);
  }

  /** Waits for some frames to be painted. */
  async frames(count: number): Promise<void> {
    await this.page.evaluate(
      wanted =>
        new Promise<void>(resolve => {
          const next = (left: number) => {
            if (left === 0) resolve();
            else
              requestAnimationFrame(() => {
                next(left - 1);
              });
          };
          next(wanted);
        }),
      count,
    );
  }

  calls(method: string): Promise<SeenCall[]> {
    return this.page.evaluate(
      wanted => globalThis.fakeHost.calls.filter(call => call.method === wanted),
      method,
    );
  }

  get weightBox(): Locator {
    return this.page.getByRole("textbox", { name: "Pairing weight" });
  }

  get weightSlider(): Locator {
    return this.page.getByRole("slider", { name: /^Pairing weight/ });
  }

  get stepBox(): Locator {
    return this.page.getByRole("textbox", { name: "Step", exact: true });
  }

  chart(title: string): Locator {
    return this.page.getByRole("slider", { name: new RegExp(`^${title}`) });
  }

  async setWeight(text: string): Promise<void> {
    await this.weightBox.fill(text);
    await this.weightBox.press("Enter");
  }

  async pressAction(name: string | RegExp): Promise<void> {
    await this.page.getByRole("navigation", { name: "Run actions" }).getByRole("button", { name }).click();
  }

  async shownStep(): Promise<string> {
    return this.stepBox.inputValue();
  }

  async trainTo(step: number): Promise<void> {
    await this.page.evaluate(to => {
      globalThis.fakeHost.trainTo(to);
    }, step);
    await this.frames(3);
  }

  async refuseNext(reason: string): Promise<void> {
    await this.page.evaluate(why => {
      globalThis.fakeHost.refuseNext(why);
    }, reason);
  }

  /** Chooses an entry of a menu button. */
  async choose(menu: string, entry: string): Promise<void> {
    await this.page.getByRole("button", { name: menu }).click();
    await this.page.getByRole("menuitem", { name: entry }).click();
  }
}
