import type { FrameLocator } from "playwright-core";

/** A sweep's report: a page in the editor, in the words of who uses it. */
export class Report {
  readonly page: FrameLocator;

  constructor(page: FrameLocator) {
    this.page = page;
  }

  /** Whether this is the report of a sweep. */
  async isOf(sweep: string): Promise<boolean> {
    const heading = this.page.getByRole("heading", { level: 1, name: sweep });
    return (
      (await heading.isVisible()) && (await this.page.getByRole("heading", { name: "Samples" }).isVisible())
    );
  }

  /** Waits until the pill says so: "4 of 4 done". */
  async progress(text: string | RegExp): Promise<void> {
    await this.page.getByRole("banner").getByRole("status").filter({ hasText: text }).waitFor();
  }

  /** How many configurations the table has. */
  rows(): Promise<number> {
    return this.page.locator(".table-box tbody tr:not(.gap)").count();
  }
}
