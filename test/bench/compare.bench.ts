// The side-by-side viewer in Chromium, with a host that answers at once: opening four runs, and a step change, against
// opening the dashboard of one run.
import { bundlePage, noBrowser, openBrowser } from "../webview/browser.ts";
import { ComparePage } from "../webview/compare-page.ts";
import { DashboardPage } from "../webview/dashboard-page.ts";
import { interleave, median, table, timed } from "./interleave.ts";

const ROUNDS = 5;
const STEPS = 20;

if (noBrowser !== false) console.log(noBrowser);
else {
  const [compareFiles, dashboardFiles, browser] = await Promise.all([
    bundlePage("compare", "test/webview/fake-compare-host.ts"),
    bundlePage(),
    openBrowser(),
  ]);
  const changes: number[] = [];
  try {
    const medians = await interleave(
      {
        compare: async () => {
          const page = await ComparePage.open(browser, compareFiles);
          await page.settle(4);
          // From the page's own beginning until all four pictures are painted.
          const opened = await page.openedAfter();
          changes.push(...(await page.stepChanges(STEPS)));
          await page.close();
          return opened;
        },
        dashboard: async () => {
          let page: DashboardPage | null = null;
          const took = await timed(async () => {
            page = await DashboardPage.open(browser, dashboardFiles);
            await page.settle();
          });
          await (page as DashboardPage | null)?.close();
          return took;
        },
      },
      ROUNDS,
    );
    const sorted = [...changes].sort((a, b) => a - b);
    console.log(
      table(
        ["", "ms"],
        [
          [
            "four finished runs, from the page's beginning until painted (goal: under 500)",
            medians.compare.toFixed(0),
          ],
          ["a dashboard of one run, with its window's opening", medians.dashboard.toFixed(0)],
          ["a step change of all columns, median (goal: under 50)", median(changes).toFixed(1)],
          ["the 95th percentile", (sorted[Math.floor(0.95 * sorted.length)] ?? NaN).toFixed(1)],
        ],
      ),
    );
    console.log(`Ratio dashboard to comparison: ${(medians.dashboard / medians.compare).toFixed(2)}`);
  } finally {
    await browser.close();
  }
}
