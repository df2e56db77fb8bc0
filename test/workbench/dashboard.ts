import type { FrameLocator, Locator } from "playwright-core";
import { PATIENCE } from "../support/until.ts";

/** A run's dashboard: a page in the editor, in the words of who uses it. Every verb waits for its effect. */
export class Dashboard {
  readonly page: FrameLocator;

  constructor(page: FrameLocator) {
    this.page = page;
  }

  /** Whether this is the dashboard of a run. */
  isOf(run: string | RegExp): Promise<boolean> {
    return this.page.getByRole("heading", { level: 1, name: run }).isVisible();
  }

  /** Training, Paused, Stopped ... */
  async isIn(state: string | RegExp, timeout = PATIENCE): Promise<void> {
    const pill = this.page.getByRole("banner").getByRole("status");
    await pill.filter({ hasText: state }).first().waitFor({ timeout });
  }

  action(name: string | RegExp): Locator {
    return this.page.getByRole("navigation", { name: "Run actions" }).getByRole("button", { name });
  }

  async choose(menu: string, entry: string): Promise<void> {
    await this.page.getByRole("button", { name: menu, exact: true }).click();
    await this.page.getByRole("menuitem", { name: entry }).click();
  }

  /** Waits until a chart tells this of its values at the shown step, as it does to a screen reader. */
  async curveShows(chart: "Losses" | "Quality", text: RegExp): Promise<void> {
    const name = new RegExp(`^${chart}, step [\\d,]+: .*${text.source}`);
    await this.page.getByRole("slider", { name }).waitFor();
  }

  /** Waits until the scatter tells this of its samples. */
  async samplesShow(text: RegExp): Promise<void> {
    const name = new RegExp(`samples at step [\\d,]+.*${text.source}`);
    await this.page.getByRole("img", { name }).waitFor();
  }

  /** One of the dots under the pairing weight's slider: a value it held. */
  heldWeight(name: RegExp): Locator {
    return this.page
      .getByRole("group", { name: "Values the pairing weight held" })
      .getByRole("button", { name });
  }

  /** Types a knob's value and waits until the journal tells that it was applied. */
  async setKnob(title: string, value: number, echo: RegExp): Promise<void> {
    const box = this.page.getByRole("textbox", { name: title }).first();
    await box.fill(String(value));
    await box.press("Enter");
    await this.journalEntry(echo).waitFor();
  }

  /** Takes a knob's last change back and waits until the journal tells so. */
  async undoKnob(echo: RegExp): Promise<void> {
    await this.page.getByRole("region", { name: "Knobs" }).getByRole("button", { name: /^Undo/ }).click();
    await this.journalEntry(echo).waitFor();
  }

  /** A line of the journal that says so. */
  journalEntry(text: string | RegExp): Locator {
    return this.page.locator("ol.journal").getByRole("listitem").filter({ hasText: text }).first();
  }
}
