// When a page first shows something, for every page: as it is here against the same page of another build, whose folder
// of bundles AGAINST names (dist/webview of another checkout, minified), or against a page that is one word.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { bundlePage, noBrowser, openBrowser, type PageFiles } from "../webview/browser.ts";
import { openPage, type PageOrder } from "../webview/open-page.ts";
import { interleave, table } from "./interleave.ts";

const ROUNDS = Number(process.env["ROUNDS"] ?? 15);

/** The pages, with what their fake hosts read before they begin. */
const hosts: Readonly<Record<string, readonly [file: string, options: string]>> = {
  dashboard: ["fake-host", "globalThis.fakeHostOptions = { step: 6400 }"],
  compare: ["fake-compare-host", "globalThis.fakeCompareOptions = { runs: 4 }"],
  curves: ["fake-curves-host", "globalThis.fakeCurvesOptions = { sources: 2 }"],
  report: ["fake-report-host", "globalThis.fakeReportOptions = { weights: 8, regimes: 2, seeds: 4 }"],
  table: ["fake-table-host", "globalThis.fakeTableOptions = {}"],
  trial: ["fake-trial-host", "globalThis.fakeTrialOptions = { seeds: 1 }"],
};

/** Milliseconds from the page's beginning to its first text or picture. */
async function firstPaint(
  browser: Browser,
  order: Pick<PageOrder, "name" | "files" | "hostOptions">,
): Promise<number> {
  const { page, context } = await openPage(browser, {
    ...order,
    title: order.name,
    theme: "dark",
    context: { viewport: { width: 1440, height: 900 } },
  });
  const painted = await page.waitForFunction(
    () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime,
  );
  const after = (await painted.jsonValue()) ?? NaN;
  await context.close();
  return after;
}

/** The page of another build, or one that is a word. */
function otherPage(name: string, files: PageFiles, built: string | undefined): PageFiles {
  if (built === undefined)
    return { ...files, script: 'document.getElementById("root").textContent = "word"', style: "" };
  const read = (ending: string) => readFileSync(join(built, `${name}.${ending}`), "utf8");
  return { ...files, script: read("js"), style: read("css") };
}

if (noBrowser !== false) console.log(`left out: ${noBrowser}`);
else {
  const against = process.env["AGAINST"];
  const browser = await openBrowser();
  const rows: string[][] = [];
  for (const [name, [file, hostOptions]] of Object.entries(hosts)) {
    const files = await bundlePage(name, `test/webview/${file}.ts`);
    const other = otherPage(name, files, against);
    const { here, there } = await interleave(
      {
        here: () => firstPaint(browser, { name, files, hostOptions }),
        there: () => firstPaint(browser, { name, files: other, hostOptions }),
      },
      ROUNDS,
    );
    rows.push([
      name,
      (files.script.length / 1000).toFixed(0),
      here.toFixed(0),
      there.toFixed(0),
      `${(here / there).toFixed(2)} x`,
    ]);
  }
  await browser.close();
  const peer = against ?? "a page that is one word";
  console.log(`First paint, medians of ${ROUNDS} in turns: here against ${peer}\n`);
  console.log(table(["page", "kB", "ms after", "there", "here / there"], rows));
}
