import type { FrameLocator, Locator } from "playwright-core";

/** The page of curves in the editor, in the words of who uses it. */
export class Curves {
  readonly page: FrameLocator;

  constructor(page: FrameLocator) {
    this.page = page;
  }

  /** Whether this page shows these runs. */
  async isOf(names: readonly string[]): Promise<boolean> {
    if (!(await this.page.getByRole("heading", { level: 1, name: "Curves" }).isVisible())) return false;
    const shown = await this.page.getByRole("list", { name: "Runs shown" }).locator("b").allTextContents();
    return JSON.stringify(shown.map(text => text.replace(/^\d /, ""))) === JSON.stringify(names);
  }

  /** Leaves the charts of tags that hold these words. */
  async filter(words: string): Promise<void> {
    await this.page.getByRole("searchbox", { name: "Filter tags" }).fill(words);
  }

  /** A chart that says this of its values, as it does to a screen reader. */
  chart(tag: string, says: RegExp): Locator {
    return this.page.getByRole("slider", { name: new RegExp(`^${tag}, ${says.source}`) });
  }
}
