import type { Locator, Page } from "playwright-core";

/** The text editor in front. */
export class TextEditor {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** A verb above a line. */
  lens(verb: string | RegExp): Locator {
    return this.#page.locator(".codelens-decoration").getByText(verb).first();
  }

  /** Points at a word and gives what the editor says of it. */
  async hover(word: string): Promise<Locator> {
    await this.#page.locator(".view-line span").getByText(word, { exact: true }).first().hover();
    return this.#page.locator(".monaco-editor .monaco-hover").first();
  }

  /** Underlined as wrong. */
  get mistakes(): Locator {
    return this.#page.locator(".squiggly-error");
  }

  /** Goes to the end of the line that has this text, types, and gives what the editor proposes. */
  async type(line: string, text: string): Promise<Locator> {
    await this.#page.locator(".view-line", { hasText: line }).first().click();
    await this.#page.keyboard.press("End");
    await this.#page.keyboard.type(text);
    await this.#page.keyboard.press("Control+Space");
    return this.#page.locator(".suggest-widget");
  }

  /** All of its text, by the clipboard. */
  async text(): Promise<string> {
    await this.#page.locator(".monaco-editor .view-lines").first().click();
    await this.#page.keyboard.press("Control+A");
    await this.#page.keyboard.press("Control+C");
    return clipboardOf(this.#page);
  }
}

/** What was copied last. */
export const clipboardOf = (page: Page): Promise<string> =>
  page.evaluate<string>("navigator.clipboard.readText()");
