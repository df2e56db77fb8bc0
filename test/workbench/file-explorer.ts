import { setTimeout as delay } from "node:timers/promises";
import type { Locator, Page } from "playwright-core";
import { until } from "../support/until.ts";

/** The workbench's own list of files. */
export class FileExplorer {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async show(): Promise<void> {
    const tab = this.#page.getByRole("tab", { name: /^Explorer/ }).first();
    if ((await tab.getAttribute("aria-selected")) !== "true") await tab.click();
  }

  row(name: string): Locator {
    return this.#page.locator(".explorer-viewlet").getByRole("treeitem", { name }).first();
  }

  /** A verb of an entry's context menu; one that comes later is waited for by opening the menu again. */
  async choose(name: string, verb: string): Promise<void> {
    const item = this.#page.getByRole("menuitem", { name: verb });
    const menu = this.#page.locator(".monaco-menu-container").first();
    await until(`the menu of ${name} offers ${verb}`, async () => {
      await this.row(name).click({ button: "right" });
      await menu.waitFor();
      if (await item.isVisible()) return true;
      // A menu that has just opened passes over a key, too.
      await until("the menu is closed", async () => {
        await this.#page.keyboard.press("Escape");
        await delay(100);
        return !(await menu.isVisible());
      });
      return false;
    });
    await until(`the menu gives way to ${verb}`, async () => {
      if (!(await item.isVisible())) return true;
      await item.click();
      await delay(200);
      return !(await item.isVisible());
    });
  }
}
