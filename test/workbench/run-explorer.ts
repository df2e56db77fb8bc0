import { setTimeout as delay } from "node:timers/promises";
import type { Locator, Page } from "playwright-core";
import { until } from "../support/until.ts";

/** The side bar's list of runs. */
export class RunExplorer {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Brings the list into sight. */
  async show(): Promise<void> {
    const tab = this.#page.getByRole("tab", { name: /^Pairing Lab/ });
    if ((await tab.getAttribute("aria-selected")) !== "true") await tab.click();
    await this.view.waitFor();
  }

  get view(): Locator {
    return this.#page
      .locator(".composite.viewlet .pane", { has: this.#page.locator('[aria-label*="Runs"]') })
      .first();
  }

  /** A row by what a screen reader says of it: name, seed, state, coverage ... */
  row(name: string | RegExp): Locator {
    return this.#page.locator(".sidebar").getByRole("treeitem", { name }).first();
  }

  /** A button of the welcome that stands where no runs are. */
  welcomeButton(name: string | RegExp): Locator {
    return this.#page.locator(".sidebar .welcome-view").getByRole("button", { name });
  }

  /** The text that stands where no runs are. */
  get welcome(): Locator {
    return this.#page.locator(".sidebar .welcome-view");
  }

  /** An action on a row, shown when the mouse is over it. */
  async act(row: string | RegExp, action: string | RegExp): Promise<void> {
    await this.row(row).hover();
    await this.row(row).getByRole("button", { name: action }).click();
  }

  /** A verb of a row's context menu. */
  async choose(row: string | RegExp, verb: string | RegExp): Promise<void> {
    const item = this.#page.getByRole("menuitem", { name: verb });
    // A list that is drawn anew meanwhile takes its menu away.
    await until(`the menu offers ${String(verb)}`, async () => {
      await this.row(row).click({ button: "right" });
      const isThere = await item.waitFor({ timeout: 5000 }).then(
        () => true,
        () => false,
      );
      if (!isThere) await this.#page.keyboard.press("Escape");
      return isThere;
    });
    // A menu that has just opened passes over the click of whoever is quicker than a hand.
    await until(`the menu gives way to ${String(verb)}`, async () => {
      if (!(await item.isVisible())) return true;
      await item.click();
      await delay(200);
      return !(await item.isVisible());
    });
  }

  /** How many runs are live, as the badge says. */
  get badge(): Locator {
    return this.#page.getByRole("tab", { name: /^Pairing Lab/ }).locator(".badge-content");
  }
}
