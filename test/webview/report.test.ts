import assert from "node:assert/strict";
import { describe } from "node:test";
import { seriousViolations } from "./accessibility.ts";
import { until } from "../support/until.ts";
import { bundlePage, noBrowser } from "./browser.ts";
import { ReportPage, type ReportOptions } from "./report-page.ts";
import { pageTests, screenshots } from "./page-tests.ts";
import { themes, type ThemeName } from "./themes.ts";

describe("the report of a sweep", { skip: noBrowser }, () => {
  const on = pageTests<ReportPage, ReportOptions>({
    bundle: () => bundlePage("report", "test/webview/fake-report-host.ts"),
    usual: {},
    open: (browser, files, options) => ReportPage.open(browser, files, options),
    ready: report => report.settle(),
  });

  for (const theme of Object.keys(themes) as ThemeName[])
    for (const width of [1440, 480])
      on(
        `${theme} at ${width} pixels: accessible, nothing overflows, and a picture is kept in ${screenshots}`,
        async ({ page }) => {
          await page.screenshot({ path: `${screenshots}/report.${theme}.${width}.png` });
          const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          assert.ok(overflow <= 0, `the page is ${overflow} pixels too wide`);
          assert.deepEqual(await seriousViolations({ page }), []);
        },
        { theme, width, host: { weights: 8, regimes: 2, seeds: 4, unfinished: 3 } },
      );

  on(
    "rows are sorted by a press on a head; the best mean is bold, and the best run is opened",
    async report => {
      const { page } = report;
      assert.match((await report.rows())[0] ?? "", /^0\.01 0\.1$/);
      await page.getByRole("button", { name: "Recall", exact: true }).click();
      const recall = await page.locator(".table-box tbody tr").first().locator("td.best").allTextContents();
      assert.ok(recall.some(text => text.startsWith("1.00")));
      await page.getByRole("button", { name: "Open best run" }).click();
      await page.waitForFunction(() =>
        globalThis.fakeReportHost.calls.some(({ method }) => method === "run/open"),
      );
      assert.deepEqual(await report.asked("run/open"), [{ run: "/runs/pairing-weight/run-9-1" }]);
    },
  );

  for (const theme of ["dark", "light", "high-contrast-dark"] as const)
    on(
      `what is undefined in some seeds is told, is no value and no line, ${theme}`,
      async report => {
        const { page } = report;
        const cell = await report.cell("0.00215 0", "Precision");
        assert.match(cell, /^undefined in 3 of 4 seeds others \d\.\d+$/);
        await page.getByText(/^Precision is undefined in 3 of 4 seeds at .*no two outputs differ/).waitFor();
        // It comes last either way, whatever the mean of the others.
        for (const press of [1, 2]) {
          await page.getByRole("button", { name: "Precision", exact: true }).click();
          assert.equal((await report.rows()).at(-1), "0.00215 0", `pressed ${press} times`);
        }
        await page.getByRole("radio", { name: "differences" }).click();
        assert.equal(await report.cell("0.00215 0", "Precision"), "undefined in 3 of 4 seeds");
        await page.screenshot({ path: `${screenshots}/report-undefined.${theme}.png` });
        assert.deepEqual(await seriousViolations({ page }), []);
      },
      { theme, host: { weights: 8, regimes: 2, seeds: 4, collapsed: true } },
    );

  on(
    "differences are to the first weight with the same gamma, by seed, with what is left of them over all comparisons",
    async report => {
      const { page } = report;
      await page.getByRole("radio", { name: "differences" }).click();
      assert.equal(await report.cell("0 0.1", "Coverage"), "baseline");
      assert.match(await report.cell("0.01 0.1", "Coverage"), /^\+0\.\d\d±0\.\d\d\*$/);
      await page.getByText(/paired by seed.*over all \d+ comparisons together/).waitFor();
      await page.getByRole("button", { name: "Compare weight 0.01, gamma 0.1 with its baseline" }).click();
      await page.waitForFunction(() =>
        globalThis.fakeReportHost.calls.some(({ method }) => method === "runs/compare"),
      );
      const runs = ["/runs/pairing-weight/run-1-1", "/runs/pairing-weight/run-9-1"];
      assert.deepEqual(await report.asked("runs/compare"), [{ runs }]);
    },
    // With fewer seeds nothing could be told from chance among 14 comparisons.
    { host: { weights: 8, regimes: 2, seeds: 6 } },
  );

  on("what is compared with is chosen in the head, and charts go along its axis", async report => {
    const { page } = report;
    await page.getByRole("radio", { name: "differences" }).click();
    const choice = page.getByRole("combobox", { name: "compared with" });
    assert.equal(
      await choice.evaluate(select => (select as HTMLSelectElement).selectedOptions[0]?.text),
      "weight 0",
    );
    await choice.selectOption({ label: "gamma 0.1" });
    await page.getByRole("heading", { name: "Quality against gamma" }).waitFor();
    assert.equal(await report.cell("0.01 0.1", "Coverage"), "baseline");
    assert.match(await report.cell("0.01 0", "Coverage"), /^[+−]/);
    assert.deepEqual((await report.asked("report/start")).at(-1), [null, 1]);
  });

  on("a hidden setting, Pareto-best, and a drag on an axis keep what they say everywhere", async report => {
    const { page } = report;
    const all = (await report.rows()).length;
    assert.equal(all, 16);
    await page.getByRole("button", { name: "r1.gamma 0", exact: true }).click();
    assert.equal((await report.rows()).length, 8);
    await page.getByRole("button", { name: "Pareto-best only" }).click();
    const pareto = (await report.rows()).length;
    assert.ok(pareto > 0 && pareto < 8);
    // In pictures they stay where they are.
    const thumbs = page.locator(".thumb");
    assert.equal(await thumbs.count(), 8);
    assert.equal(await page.getByRole("button", { name: /; left out by a filter$/ }).count(), 8 - pareto);
    await page.getByRole("button", { name: "Pareto-best only" }).click();
    const plot = page.getByRole("slider", { name: /Parallel coordinates/ });
    await plot.scrollIntoViewIfNeeded();
    const box = await plot.boundingBox();
    assert.ok(box !== null);
    // The upper half of the first axis: the larger weights.
    await page.mouse.move(box.x + 60, box.y + 44);
    await page.mouse.down();
    await page.mouse.move(box.x + 60, box.y + box.height / 2, { steps: 4 });
    await page.mouse.up();
    const kept = await report.rows();
    assert.ok(kept.length > 0 && kept.length < 8);
    assert.ok(kept.every(row => Number(row.split(" ")[0]) > 0));
    await page.getByRole("button", { name: "clear" }).click();
    assert.equal((await report.rows()).length, 8);
    await plot.focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    for (let i = 0; i < 14; i++) await page.keyboard.press("ArrowUp");
    assert.ok((await report.rows()).length < 8);
    assert.match((await plot.getAttribute("aria-valuetext")) ?? "", /^Precision, from 70 to 100 %/);
    await page.keyboard.press("Escape");
    assert.equal((await report.rows()).length, 8);
  });

  on(
    "a live sweep fills: what was training is done, the page stays where it was",
    async report => {
      const { page } = report;
      await page.getByText("59 of 64 done").waitFor();
      const places = () =>
        page
          .locator("main section, main figure, main tr")
          .evaluateAll(all => all.map(one => [one.getBoundingClientRect().top, one.clientHeight]));
      const before = await places();
      await page.evaluate(() => {
        globalThis.fakeReportHost.trainTo(0);
      });
      await page.getByText("63 of 64 done").waitFor();
      assert.deepEqual(await places(), before);
      await page.getByRole("button", { name: "Go on" }).waitFor();
    },
    { host: { weights: 8, regimes: 2, seeds: 4, unfinished: 4 } },
  );

  on(
    "a sweep is cancelled from its report; why one did not go on is said, and its log offered",
    async report => {
      const { page } = report;
      await page
        .getByRole("alert")
        .getByText(/sbatch refused: no such partition/)
        .waitFor();
      await page.getByRole("button", { name: "Show log" }).click();
      await page.getByRole("button", { name: "Go on" }).click();
      await page.waitForFunction(() =>
        globalThis.fakeReportHost.calls.some(({ method }) => method === "sweep/run"),
      );
      assert.equal((await report.asked("sweep/log")).length, 1);
    },
    {
      host: { weights: 3, regimes: 1, seeds: 2, unfinished: 2, failure: "sbatch refused: no such partition" },
    },
  );

  on(
    "values to try next are of the measure that best is judged by, and the sweep's file gets them by a button",
    async report => {
      const { page } = report;
      const said = page.getByRole("list", { name: "What the figures say" });
      await said
        .getByText(/^The best coverage, .* is at the edge of the grid: 0\.001 is the least value above 0/)
        .waitFor();
      const best = page.getByRole("combobox", { name: "best by" });
      await best.selectOption("quality/density");
      await said.getByText(/edge of the grid/).waitFor({ state: "detached" });
      await best.selectOption("quality/recall");
      await said
        .getByText(/^The best recall, .* is at the edge of the grid: 0\.001 is the least value above 0/)
        .waitFor();
      await page.screenshot({ path: `${screenshots}/report.edge.png` });
      await said.getByRole("button", { name: /^Add .* and 0\.00001 to the sweep file$/ }).click();
      await page.waitForFunction(() =>
        globalThis.fakeReportHost.calls.some(({ method }) => method === "sweep/addValues"),
      );
      assert.deepEqual(await report.asked("sweep/addValues"), [{ tag: "quality/recall", axis: 0 }]);
    },
    { host: { weights: 3, regimes: 1, seeds: 12 } },
  );

  on(
    "what is not trusted may be looked at and not trained",
    async ({ page }) => {
      assert.equal(await page.getByRole("button", { name: "Cancel" }).getAttribute("aria-disabled"), "true");
    },
    { host: { weights: 3, regimes: 1, seeds: 2, unfinished: 2, trusted: false } },
  );

  on("exports are made by the host; what was arranged comes back after a reload", async report => {
    const { page } = report;
    await report.choose("Export", "Tables and findings (Markdown)");
    await page.waitForFunction(() =>
      globalThis.fakeReportHost.calls.some(({ method }) => method === "report/save"),
    );
    assert.deepEqual(await report.asked("report/save"), [{ kind: "md", by: "quality/coverage" }]);
    await page.getByRole("radio", { name: "differences" }).click();
    await page.getByRole("radio", { name: "3" }).click();
    await page.getByRole("combobox", { name: "best by" }).selectOption("quality/recall");
    await page.waitForFunction(() =>
      JSON.stringify(globalThis.fakeReportHost.saved()).includes("quality/recall"),
    );
    await page.reload();
    await report.settle();
    assert.equal(await page.getByRole("radio", { name: "differences" }).getAttribute("aria-checked"), "true");
    assert.equal(await page.getByRole("radio", { name: "3" }).getAttribute("aria-checked"), "true");
    assert.equal(await page.getByRole("combobox", { name: "best by" }).inputValue(), "quality/recall");
  });

  on(
    "another seed's samples take the place of the shown ones",
    async ({ page }) => {
      const thumb = page.getByRole("button", { name: /^weight 0\.01, seed \d: samples at step/ }).first();
      const picture = thumb.locator("canvas");
      const pixels = () => picture.evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
      await page.getByRole("button", { name: /^weight 0\.01, seed 1: samples at step/ }).waitFor();
      const before = await pixels();
      await page.getByRole("radio", { name: "2", exact: true }).click();
      await page.getByRole("button", { name: /^weight 0\.01, seed 2: samples at step/ }).waitFor();
      await until("the picture is another one", async () => (await pixels()) !== before);
    },
    { host: { weights: 4, regimes: 1, seeds: 2, images: true } },
  );

  on(
    "images: a few samples of each configuration; one seed says that there are no intervals",
    async ({ page }) => {
      await page.getByText(/^means over seeds without intervals, which take 3 seeds/).waitFor();
      await page.screenshot({ path: `${screenshots}/report.images.png` });
    },
    { host: { weights: 4, regimes: 1, seeds: 1, images: true } },
  );

  for (const theme of Object.keys(themes) as ThemeName[])
    for (const width of [1600, 600])
      on(
        `one slider goes over the values: keys go value by value, and what one lacks is said, ${theme} at ${width}`,
        async report => {
          const { page } = report;
          const along = page.getByRole("region", { name: "Along pairing.weight" });
          const slider = along.getByRole("slider", { name: "Value of pairing.weight" });
          await along.getByRole("img", { name: /^Samples, pairing\.weight 0, step 8,000$/ }).waitFor();
          await slider.focus();
          await slider.press("ArrowRight");
          assert.equal(await slider.getAttribute("aria-valuetext"), "0.001, 2 of 8 values");
          const nearest = /^Samples, pairing\.weight 0\.001, step 7,500, the nearest kept before 8,000$/;
          await along.getByRole("img", { name: nearest }).waitFor();
          await slider.press("ArrowRight");
          await along
            .getByText("The run is not there: its folder is gone or cannot be read.")
            .first()
            .waitFor();
          assert.equal(await along.getByRole("img").count(), 0, "a neighbour's picture stands in");
          await slider.press("Home");
          assert.equal(await slider.getAttribute("aria-valuetext"), "0, 1 of 8 values");
          await slider.press("End");
          assert.equal(await slider.getAttribute("aria-valuetext"), "0.1, 8 of 8 values");
          await slider.press("ArrowLeft");
          for (const picture of ["Samples", "Latent map", "Interpolation"])
            await along.getByRole("img", { name: `${picture}, pairing.weight 0.0464, step 8,000` }).waitFor();
          await along.scrollIntoViewIfNeeded();
          await page.screenshot({ path: `${screenshots}/report-along.${theme}.${width}.png` });
          assert.deepEqual(await seriousViolations({ page }), []);
        },
        { theme, width, host: { weights: 8, regimes: 2, seeds: 4 } },
      );

  on(
    "the slider's step, seed and other values hold for every value; it goes along another axis when asked",
    async report => {
      const { page } = report;
      const along = page.getByRole("region", { name: /^Along / });
      await along.getByRole("combobox", { name: "step" }).selectOption("3,500");
      await along.getByRole("combobox", { name: "gamma" }).selectOption("0.1");
      await along.getByRole("combobox", { name: "of seed" }).selectOption("3");
      await along.getByRole("img", { name: "Samples, pairing.weight 0, step 3,500" }).waitFor();
      await along
        .getByRole("img", { name: "Latent map, pairing.weight 0, step 2,000, the nearest kept before 3,500" })
        .waitFor();
      assert.deepEqual((await report.asked("samples/at")).at(-1), {
        run: "/runs/pairing-weight/run-1-3",
        step: 3500,
      });
      await along.getByRole("combobox", { name: "along" }).selectOption("penalties.r1.gamma");
      await page.getByRole("region", { name: "Along penalties.r1.gamma" }).waitFor();
      await along.getByRole("slider", { name: "Value of penalties.r1.gamma" }).waitFor();
    },
    { host: { weights: 8, regimes: 2, seeds: 4 } },
  );

  on(
    "the slider over a sweep of images",
    async ({ page }) => {
      const along = page.getByRole("region", { name: /^Along / });
      for (const picture of ["Samples", "Latent map", "Interpolation"])
        await along.getByRole("img", { name: `${picture}, pairing.weight 0, step 8,000` }).waitFor();
      await page.screenshot({ path: `${screenshots}/report-along.images.png` });
    },
    { host: { weights: 4, regimes: 1, seeds: 2, images: true } },
  );

  on(
    "of 1,000 runs only the rows in sight are there",
    async report => {
      const { page } = report;
      const rows = await report.rows();
      assert.ok(rows.length < 120, `${rows.length} rows`);
      await page.getByText("250 of 250").waitFor();
      await page.screenshot({ path: `${screenshots}/report.thousand.png` });
    },
    { host: { weights: 50, regimes: 5, seeds: 4 } },
  );
});
