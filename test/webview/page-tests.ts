import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { openBrowser, type PageFiles } from "./browser.ts";
import type { ShownPage } from "./open-page.ts";

/** Where pictures of pages are kept. */
export const screenshots = "out/screenshots";

export interface PageTests<Shown extends ShownPage, Options> {
  readonly bundle: () => Promise<PageFiles>;
  /** What a test has that says nothing else. */
  readonly usual: Options;
  readonly open: (browser: Browser, files: PageFiles, options: Options) => Promise<Shown>;
  /** Waits until a test may begin. */
  readonly ready?: (shown: Shown, options: Options) => Promise<void>;
}

/**
 * Opens a browser for the tests of the suite around it, and gives what makes a test on a page of its own. Whatever such a
 * test does, the browser must have nothing to complain of.
 */
export function pageTests<Shown extends ShownPage, Options extends object>({
  bundle,
  usual,
  open,
  ready,
}: PageTests<Shown, Options>) {
  let browser: Browser;
  let files: PageFiles;
  before(async () => {
    mkdirSync(screenshots, { recursive: true });
    [browser, files] = await Promise.all([openBrowser(), bundle()]);
  });
  after(() => browser.close());
  return (name: string, work: (shown: Shown) => Promise<void>, special?: Partial<Options>): void => {
    const options = { ...usual, ...special };
    test(name, async () => {
      const shown = await open(browser, files, options);
      try {
        await ready?.(shown, options);
        await work(shown);
        assert.deepEqual(shown.complaints, []);
      } finally {
        await shown.close();
      }
    });
  };
}
