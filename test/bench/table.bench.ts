// What the table of runs costs in a browser: scrolling through rows, by a steady pace and by leaps, and what a change costs.
import type { CDPSession, Page } from "playwright-core";
import { bundlePage, noBrowser, openBrowser } from "../webview/browser.ts";
import { TablePage } from "../webview/table-page.ts";
import { median, table } from "./interleave.ts";

const FRAMES = 240;

/** Milliseconds between frames, median and 95 % within, and of work a frame; `work` runs in each, `i` counts. */
async function measured(page: Page, cdp: CDPSession, work: string): Promise<string[]> {
  const spent = async () => {
    const { metrics } = await cdp.send("Performance.getMetrics");
    return 1000 * (metrics.find(({ name }) => name === "TaskDuration")?.value ?? 0);
  };
  const before = await spent();
  const between = await page.evaluate<number[]>(`new Promise(resolve => {
    const grid = document.querySelector("[role=grid]");
    const times = [];
    let last = performance.now();
    const next = i => requestAnimationFrame(now => {
      times.push(now - last);
      last = now;
      if (i === ${FRAMES}) { resolve(times.slice(1)); return; }
      ${work};
      next(i + 1);
    });
    next(0);
  })`);
  const sorted = [...between].sort((a, b) => a - b);
  const ms = (value: number) => `${value.toFixed(1)} ms`;
  return [
    ms(median(between)),
    ms(sorted[Math.floor(sorted.length * 0.95)] ?? NaN),
    ms(((await spent()) - before) / FRAMES),
  ];
}

if (noBrowser !== false) console.log(`left out: ${noBrowser}`);
else {
  const browser = await openBrowser();
  const files = await bundlePage("table", "test/webview/fake-table-host.ts");
  const rows: string[][] = [];
  for (const runs of [50, 5000]) {
    const shown = await TablePage.open(browser, files, { host: { runs } });
    await shown.settle();
    const cdp = await shown.context.newCDPSession(shown.page);
    await cdp.send("Performance.enable");
    const works = {
      "40 pixels a frame": "grid.scrollTop += 40",
      "300 pixels a frame": "grid.scrollTop += 300",
      "anywhere each frame": "grid.scrollTop = (grid.scrollHeight * ((i * 0.381966) % 1))",
      "a run changes each frame": "fakeTableHost.train(i % 20, 6400 + i, 0.5 + 0.001 * (i % 100))",
    };
    for (const [name, work] of Object.entries(works)) {
      await shown.grid.evaluate(grid => {
        grid.scrollTop = 0;
      });
      rows.push([runs.toLocaleString("en-US"), name, ...(await measured(shown.page, cdp, work))]);
    }
    await shown.close();
  }
  console.log(
    "The table of runs (goal: 16 ms a frame with 5,000 rows). The fake host works in the same thread.\n",
  );
  console.log(table(["runs", "what", "frame", "95 % within", "work a frame"], rows));
  await browser.close();
}
