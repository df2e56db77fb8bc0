import type { FrameLocator, Locator } from "playwright-core";
import { until } from "../support/until.ts";

/** The side-by-side viewer: a page in the editor, in the words of who uses it. */
export class Comparison {
  readonly page: FrameLocator;

  constructor(page: FrameLocator) {
    this.page = page;
  }

  isShown(): Promise<boolean> {
    return this.page.getByRole("heading", { level: 1, name: "Compare" }).isVisible();
  }

  /** Waits until so many columns show samples of a step. */
  async shows(columns: number, step: string): Promise<void> {
    const shown = this.page.getByRole("img", { name: new RegExp(`samples at step ${step},`) });
    await shown.nth(columns - 1).waitFor();
  }

  /** Moves all columns to a share of the longest run's steps, from 0 to 1. */
  async moveTo(share: number): Promise<void> {
    const slider = this.page.getByRole("slider", { name: "Step of all columns" });
    await slider.fill(String(Math.round(share * Number(await slider.getAttribute("max")))));
    await until("the step is the one it was moved to", async () => {
      const [, shown, last] = /^step (\S+) of (\S+)$/.exec((await slider.getAttribute("aria-valuetext")) ?? "") ?? []; // prettier-ignore
      const numberOf = (text = "") => Number(text.replaceAll(",", ""));
      return shown !== undefined && numberOf(shown) === Math.round(share * numberOf(last));
    });
  }

  /** What a measure's row says. */
  measure(title: string): Locator {
    return this.page.getByRole("group", { name: title });
  }

  async choose(menu: string, entry: string): Promise<void> {
    await this.page.getByRole("button", { name: menu, exact: true }).click();
    await this.page.getByRole("menuitem", { name: entry }).click();
  }
}
