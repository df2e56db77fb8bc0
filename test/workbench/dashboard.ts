import type { FrameLocator, Locator } from "playwright-core";

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
  get state(): Locator {
    return this.page.getByRole("banner").getByRole("status").first();
  }

  async isIn(state: string | RegExp, timeout = 20_000): Promise<void> {
    await this.state.filter({ hasText: state }).waitFor({ timeout });
  }

  action(name: string | RegExp): Locator {
    return this.page.getByRole("navigation", { name: "Run actions" }).getByRole("button", { name });
  }

  /** Types a knob's value and waits until the journal tells that it was applied. */
  async setKnob(title: string, value: number, echo: string | RegExp): Promise<void> {
    const box = this.page.getByRole("textbox", { name: title }).first();
    await box.fill(String(value));
    await box.press("Enter");
    await this.journalEntry(echo).waitFor();
  }

  /** A line of the journal that says so. */
  journalEntry(text: string | RegExp): Locator {
    return this.page.locator("ol.journal").getByRole("listitem").filter({ hasText: text }).first();
  }
}
