import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { pageNames, type PageName } from "../../src/extension/contributions/pages.ts";
import { bundlePage, noBrowser, openBrowser } from "./browser.ts";
import { compareGallery, reportGallery, trialGallery, type Gallery, type GalleryState } from "./gallery.ts";
import { openPage } from "./open-page.ts";
import { until } from "../support/until.ts";

/** What is better or worse has these colours, on every page. */
const tones = ["--pl-positive", "--pl-negative"];

/** Pages whose own style sheets colour what is better or worse. */
const colouring = pageNames.filter(name => {
  const folder = join("webview", name);
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter(file => file.endsWith(".css"))
    .some(file => /\.(better|worse)\b/.test(readFileSync(join(folder, file), "utf8")));
});

/** A page with one seed of everything, and the same with enough of them to colour what differs. */
interface Seeds {
  readonly gallery: Gallery<object>;
  readonly show: (page: Page) => Promise<void>;
  readonly one: object;
  readonly many: object;
}

const stateOf = <Host>({ states }: Gallery<Host>, name: string): GalleryState<Host> => {
  const found = states.find(state => state.name === name);
  assert.ok(found !== undefined, name);
  return found;
};

const pages: Partial<Record<PageName, Seeds>> = {
  compare: {
    gallery: compareGallery,
    show: stateOf(compareGallery, "four long runs").show,
    one: { runs: 4 },
    many: { runs: 4, seeds: 4 },
  },
  trial: {
    gallery: trialGallery,
    show: stateOf(trialGallery, "one seed").show,
    one: { seeds: 1 },
    many: { seeds: 3, parent: "done" },
  },
  report: {
    gallery: reportGallery,
    show: stateOf(reportGallery, "differences of many").show,
    one: { weights: 8, regimes: 2, seeds: 1 },
    many: { weights: 8, regimes: 2, seeds: 6 },
  },
};

/** Texts in one of the tones. */
function tonedTexts(names: readonly string[]): string[] {
  const probe = document.body.appendChild(document.createElement("i"));
  const colours = names.map(name => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  });
  probe.remove();
  const isText = (node: Node) => node.nodeType === Node.TEXT_NODE && node.nodeValue?.trim() !== "";
  return [...document.querySelectorAll("main *")].flatMap(element =>
    [...element.childNodes].some(isText) && colours.includes(getComputedStyle(element).color)
      ? [element.textContent.trim()]
      : [],
  );
}

test("every page that colours what is better or worse is looked at with one seed", () => {
  assert.deepEqual(Object.keys(pages).sort(), [...colouring].sort());
});

describe("one seed alone is never coloured as better or worse", { skip: noBrowser }, () => {
  let browser: Browser;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());

  for (const [name, { gallery, show, one, many }] of Object.entries(pages)) {
    test(name, async () => {
      const files = await bundlePage(name, gallery.hostFile);
      const shown = async (host: object) => {
        const { page, context } = await openPage(browser, {
          name,
          title: gallery.title,
          files,
          hostOptions: `globalThis.${gallery.hostOptions} = ${JSON.stringify(host)};`,
          theme: "dark",
          context: { viewport: { width: 1600, height: 1000 }, reducedMotion: "reduce" },
        });
        await show(page);
        return { texts: () => page.evaluate(tonedTexts, tones), close: () => context.close() };
      };
      const several = await shown(many);
      // Seeds are compared a moment after the page is there.
      await until("something is coloured", async () => (await several.texts()).length > 0);
      await several.close();
      const single = await shown(one);
      assert.deepEqual(await single.texts(), []);
      await single.close();
    });
  }
});
