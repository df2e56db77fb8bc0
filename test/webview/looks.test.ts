import { mkdirSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import type { Browser } from "playwright-core";
import { bundlePage, noBrowser, openBrowser, type PageFiles } from "./browser.ts";
import { DashboardPage } from "./dashboard-page.ts";
import { themes, type ThemeName } from "./themes.ts";

const folder = "out/screenshots";

describe("the dashboard's looks", { skip: noBrowser }, () => {
  let browser: Browser;
  let files: PageFiles;
  before(async () => {
    mkdirSync(folder, { recursive: true });
    [browser, files] = await Promise.all([openBrowser(), bundlePage()]);
  });
  after(() => browser.close());

  for (const theme of Object.keys(themes) as ThemeName[]) {
    for (const width of [1440, 480]) {
      test(`images, ${theme} at ${width} pixels: nothing overflows, and a picture is kept in ${folder}`, async () => {
        const host = { step: 6400, images: "classed" } as const;
        const dashboard = await DashboardPage.open(browser, files, { theme, width, host });
        await dashboard.settleImages();
        const overflow = await dashboard.page.evaluate(
          () => document.documentElement.scrollWidth - innerWidth,
        );
        assert.ok(overflow <= 0, `the page is ${overflow} pixels too wide`);
        const path = `${folder}/images.${theme}.${width}.png`;
        await dashboard.page.screenshot({ path, fullPage: width < 760 });
        assert.deepEqual(dashboard.complaints, []);
        await dashboard.close();
      });
      test(`${theme} at ${width} pixels: nothing overflows, and a picture is kept in ${folder}`, async () => {
        const dashboard = await DashboardPage.open(browser, files, { theme, width });
        await dashboard.settle();
        const overflow = await dashboard.page.evaluate(
          () => document.documentElement.scrollWidth - innerWidth,
        );
        assert.ok(overflow <= 0, `the page is ${overflow} pixels too wide`);
        await dashboard.page.screenshot({ path: `${folder}/dashboard.${theme}.${width}.png` });
        assert.deepEqual(dashboard.complaints, []);
        await dashboard.close();
      });
    }
  }
});
