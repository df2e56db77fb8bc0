// What the dashboard costs in a browser: a live chart of long curves beside plain chart.js that is fed with every
// point, scrubbing an interpolation, and what an hour of a live run leaves in memory.
import { setTimeout as delay } from "node:timers/promises";
import type { CDPSession, Page } from "playwright-core";
import { bundlePage, bundleScript, noBrowser, openBrowser } from "../webview/browser.ts";
import { DashboardPage } from "../webview/dashboard-page.ts";
import { median, table } from "./interleave.ts";

const FRAMES = 120;
const APPENDED = 10;
const LENGTHS = [10_000, 100_000, 1_000_000];
/** An hour of a run that records 30 points a second for each curve. */
const HOUR = 108_000;
const PER_FRAME = 300;

interface FrameTimes {
  /** Milliseconds between frames, median and 95th percentile. */
  readonly between: number;
  readonly late: number;
  /** Milliseconds that the page's main thread worked, a frame. */
  readonly work: number;
}

const ms = (value: number) => `${value.toFixed(value < 100 ? 1 : 0)} ms`;

/** Calls something in every frame, and measures the frames. `work` is an expression; `i` counts. */
async function measureFrames(page: Page, cdp: CDPSession, work: string, frames: number): Promise<FrameTimes> {
  const spent = async () => {
    const { metrics } = await cdp.send("Performance.getMetrics");
    return 1000 * (metrics.find(({ name }) => name === "TaskDuration")?.value ?? 0);
  };
  const before = await spent();
  const between = await page.evaluate<number[]>(`new Promise(resolve => {
    const times = [];
    let last = performance.now();
    const next = i => requestAnimationFrame(now => {
      times.push(now - last);
      last = now;
      if (i === ${frames}) { resolve(times.slice(1)); return; }
      ${work};
      next(i + 1);
    });
    next(0);
  })`);
  const sorted = [...between].sort((a, b) => a - b);
  return {
    between: median(between),
    late: sorted[Math.floor(sorted.length * 0.95)] ?? NaN,
    work: ((await spent()) - before) / frames,
  };
}

async function heap(cdp: CDPSession): Promise<number> {
  await cdp.send("HeapProfiler.collectGarbage");
  await delay(100);
  await cdp.send("HeapProfiler.collectGarbage");
  const usage = (await cdp.send("Runtime.getHeapUsage")) as unknown as Readonly<Record<string, number>>;
  return (usage["usedSize"] ?? 0) + (usage["embedderHeapUsedSize"] ?? 0) + (usage["backingStorageSize"] ?? 0);
}

if (noBrowser !== false) console.log(`left out: ${noBrowser}`);
else {
  const browser = await openBrowser();
  const [files, plainScript] = await Promise.all([bundlePage(), bundleScript("test/webview/plain-chart.ts")]);

  const open = async (points?: number) => {
    const host = points === undefined ? { step: 6400 } : { step: 0, points };
    const dashboard = await DashboardPage.open(browser, files, { host });
    const cdp = await dashboard.context.newCDPSession(dashboard.page);
    await cdp.send("Performance.enable");
    await dashboard.page.getByRole("slider", { name: /^Losses, step/ }).waitFor({ timeout: 60_000 });
    return { dashboard, cdp };
  };

  const rows: string[][] = [];
  for (const points of LENGTHS) {
    const { dashboard, cdp } = await open(points);
    await measureFrames(dashboard.page, cdp, `fakeHost.appendPoints(${APPENDED})`, 30);
    const ours = await measureFrames(dashboard.page, cdp, `fakeHost.appendPoints(${APPENDED})`, FRAMES);
    await dashboard.close();
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    page.setDefaultTimeout(120_000);
    await page.addScriptTag({ content: plainScript });
    let plain: number;
    try {
      plain = await page.evaluate<number>(`(async () => {
        const frame = plainChart(${points});
        const times = [];
        for (let i = 0; i < 6; i++) {
          times.push(frame(${APPENDED}));
          await new Promise(requestAnimationFrame);
        }
        return times.slice(1).sort((a, b) => a - b)[2];
      })()`);
    } catch {
      plain = NaN;
    }
    await context.close().catch(() => undefined);
    rows.push([
      points.toLocaleString("en-US"),
      ms(ours.between),
      ms(ours.late),
      ms(ours.work),
      Number.isNaN(plain) ? "it died" : ms(plain),
      Number.isNaN(plain) ? "-" : `${(plain / ours.work).toFixed(1)} x`,
    ]);
  }
  console.log(`4 live curves, ${APPENDED} points more each frame (goal: 16 ms a frame at 1,000,000 points).`);
  console.log(
    "The whole dashboard draws, and the fake host works in the same thread; plain chart.js draws one chart.\n",
  );
  console.log(
    table(["points a curve", "frame", "95 % within", "work a frame", "plain chart.js", "plain / ours"], rows),
  );

  {
    const { dashboard, cdp } = await open();
    await dashboard.settle();
    const scrub = `const slider = document.querySelector("[aria-label='Interpolation position t']");
      slider.value = String(Math.round(5000 + 5000 * Math.sin(i / 20)));
      slider.dispatchEvent(new Event("input", { bubbles: true }))`;
    await measureFrames(dashboard.page, cdp, scrub, 30);
    const { between, late, work } = await measureFrames(dashboard.page, cdp, scrub, FRAMES);
    console.log(
      `\nScrubbing an interpolation (goal: 16 ms a frame): ${ms(between)} a frame, 95 % within ${ms(late)}, ${ms(work)} of work`,
    );
    await dashboard.close();
  }

  {
    const { dashboard, cdp } = await open(1000);
    const { page } = dashboard;
    await measureFrames(page, cdp, "fakeHost.appendPoints(10)", 60);
    const before = await heap(cdp);
    const hostBefore = await page.evaluate<number>("fakeHost.bytes()");
    await measureFrames(page, cdp, `fakeHost.appendPoints(${PER_FRAME})`, HOUR / PER_FRAME);
    const grown = (await heap(cdp)) - before;
    const host = (await page.evaluate<number>("fakeHost.bytes()")) - hostBefore;
    const mb = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
    console.log(
      `\nAn hour of a live run, ${HOUR.toLocaleString("en-US")} points more for each of 4 curves: the page grew by ${mb(grown - host)} (goal: under 20 MB); the fake host in it by ${mb(host)}`,
    );
    await dashboard.close();
  }
  await browser.close();
}
