import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { bundlePage, bundleScript, noBrowser, openBrowser, type PageFiles } from "./browser.ts";
import {
  compareGallery,
  curvesGallery,
  dashboardGallery,
  reportGallery,
  tableGallery,
  trialGallery,
  type Gallery,
  type GalleryState,
} from "./gallery.ts";
import { openPage, setTheme } from "./open-page.ts";
import { screenshots } from "./page-tests.ts";
import { themes, type ThemeName } from "./themes.ts";

/** Windows in CSS pixels: 1600, 1000 and 600 at 100 %, then the same at 200 %. */
const windows = [
  [1600, 1000],
  [1000, 900],
  [600, 900],
  [800, 500],
  [500, 450],
  [300, 450],
] as const;
/** So often in succession a page must show the same before that is its fault: what it draws comes in some frames. */
const STEADY = 8;

const galleries: Readonly<Record<string, Gallery<object>>> = {
  dashboard: dashboardGallery,
  compare: compareGallery,
  report: reportGallery,
  trial: trialGallery,
  curves: curvesGallery,
  table: tableGallery,
};

/** What does not fit once the page has come to rest. */
async function unfitIn(page: Page): Promise<string[]> {
  let [found, same] = [[] as string[], 0];
  while (same < STEADY) {
    const now = await page.evaluate(
      () =>
        new Promise<string[]>(resolve => {
          requestAnimationFrame(() => {
            requestAnimationFrame(() => {
              resolve(globalThis.unfit());
            });
          });
        }),
    );
    if (now.length === 0) return [];
    same = now.join() === found.join() ? same + 1 : 0;
    found = now;
  }
  return found;
}

describe("every page in every state fits", { skip: noBrowser }, () => {
  let browser: Browser;
  let finder: string;
  before(async () => {
    mkdirSync(`${screenshots}/gallery`, { recursive: true });
    [browser, finder] = await Promise.all([openBrowser(), bundleScript("test/webview/unfit.ts")]);
  });
  after(() => browser.close());

  function look(name: string, gallery: Gallery<object>): void {
    describe(name, () => {
      let files: PageFiles;
      before(async () => {
        files = await bundlePage(name, gallery.hostFile);
      });
      gallery.states.forEach((state, index) => {
        test(`${name}, ${state.name}: nothing is cut, nothing overprinted`, async () => {
          assert.deepEqual(await faultsOf(files, state, index === 0), []);
        });
      });

      async function faultsOf(files: PageFiles, state: GalleryState<object>, allThemes: boolean) {
        const { page, context } = await openPage(browser, {
          name,
          title: gallery.title,
          files,
          restricted: state.restricted ?? false,
          hostOptions: `globalThis.${gallery.hostOptions} = ${JSON.stringify(state.host)};`,
          theme: "dark",
          context: { viewport: { width: 1600, height: 1000 }, reducedMotion: "reduce" },
          beforeLoad: async page => {
            await page.addInitScript({ content: finder });
          },
        });
        try {
          await state.show(page);
          const faults = new Map<string, string[]>();
          for (const [width, height] of windows) {
            await page.setViewportSize({ width, height });
            // Themes differ in colours and borders: the fullest state shows what that does to room.
            for (const theme of allThemes ? (Object.keys(themes) as ThemeName[]) : (["dark"] as const)) {
              await setTheme(page, theme);
              for (const fault of await unfitIn(page))
                faults.set(fault, [...(faults.get(fault) ?? []), `${width} ${theme}`]);
              if (process.env["GALLERY"] !== undefined)
                await page.screenshot({
                  path: `${screenshots}/gallery/${name}.${state.name.replaceAll(/\W+/g, "-")}.${theme}.${width}.png`,
                });
            }
          }
          return [...faults].map(([fault, where]) => `${fault} (${where.join(", ")})`);
        } finally {
          await context.close();
        }
      }
    });
  }
  for (const [name, gallery] of Object.entries(galleries)) look(name, gallery);
});
