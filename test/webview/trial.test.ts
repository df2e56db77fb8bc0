import assert from "node:assert/strict";
import { describe } from "node:test";
import type { Page } from "playwright-core";
import { seriousViolations } from "./accessibility.ts";
import { until } from "../support/until.ts";
import { bundlePage, noBrowser } from "./browser.ts";
import type { TrialHostOptions } from "./fake-trial-host.ts";
import { openPage, ShownPage } from "./open-page.ts";
import { pageTests, screenshots } from "./page-tests.ts";
import { themes, type ThemeName } from "./themes.ts";

interface TrialOptions {
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly host?: TrialHostOptions;
}

describe("the page of a trial", { skip: noBrowser }, () => {
  const onPage = pageTests<ShownPage, TrialOptions>({
    bundle: () => bundlePage("trial", "test/webview/fake-trial-host.ts"),
    usual: {},
    open: async (browser, files, { theme = "dark", width = 1440, host = { seeds: 1 } }) =>
      new ShownPage(
        await openPage(browser, {
          name: "trial",
          title: "Try Weights",
          files,
          hostOptions: `globalThis.fakeTrialOptions = ${JSON.stringify(host)};`,
          theme,
          context: { viewport: { width, height: 900 } },
        }),
      ),
    ready: ({ page }) => page.getByRole("region", { name: "Weight 0.02", exact: true }).waitFor(),
  });
  const on = (name: string, work: (page: Page) => Promise<void>, options?: TrialOptions) => {
    onPage(name, ({ page }) => work(page), options);
  };
  const tile = (page: Page, weight: string) =>
    page.getByRole("region", { name: `Weight ${weight}`, exact: true });
  const called = (page: Page, method: string) =>
    page.evaluate(
      wanted =>
        globalThis.fakeTrialHost.calls.filter(call => call.method === wanted).map(({ params }) => params),
      method,
    );

  for (const theme of Object.keys(themes) as ThemeName[])
    for (const width of [1440, 480])
      on(
        `${theme} at ${width} pixels: accessible, nothing overflows, and a picture is kept in ${screenshots}`,
        async page => {
          await tile(page, "0.1")
            .getByRole("img", { name: /samples at step 4,000/ })
            .waitFor();
          await page.evaluate(() => new Promise(resolve => requestAnimationFrame(resolve)));
          await page.screenshot({ path: `${screenshots}/trial.${theme}.${width}.png` });
          const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          assert.ok(overflow <= 0, `the page is ${overflow} pixels too wide`);
          assert.deepEqual(await seriousViolations({ page }), []);
        },
        { theme, width, host: { seeds: theme === "dark" ? 1 : 3 } },
      );

  on(
    "one seed: every weight has a tile, the page says what cannot be told and offers more seeds",
    async page => {
      assert.deepEqual(await page.locator(".tile h2").allTextContents(), [
        "0",
        "0.005",
        "0.01",
        "0.02",
        "0.1",
      ]);
      await tile(page, "0.01").getByText("as before").waitFor();
      await page.getByText("One seed: none of these differences can be told from chance.").waitFor();
      assert.equal(await page.getByRole("radiogroup").count(), 0);
      await page.getByRole("button", { name: "Train more seeds" }).click();
      const seeds = page.getByRole("radiogroup", { name: "Seed that is shown" });
      await seeds.getByRole("radio", { name: "4" }).click();
      await page.getByText(/5 weights × 2 seeds/).waitFor();
      assert.deepEqual(await page.evaluate(() => globalThis.fakeTrialHost.saved()), {
        runsFolder: "/runs",
        id: "trial-1",
        ui: { seed: 4 },
      });
      await page.reload();
      await seeds.getByRole("radio", { name: "3", checked: true }).waitFor({ state: "detached" });
    },
  );

  for (const [seeds, text] of [
    [1, /^undefined in 1 of 1 seed$/],
    [3, /\d.*undefined in 1 of 3 seeds$/],
  ] as const)
    on(
      `of ${seeds} with one that has no value of a measure, its tile says so`,
      async page => {
        const spread = tile(page, "0.1").locator("dl > div").filter({ hasText: "Mode spread" });
        await spread.getByText(`undefined in 1 of ${seeds}`).waitFor();
        assert.match((await spread.locator("dd").allTextContents()).join(" "), text);
        assert.equal(await tile(page, "0.02").getByText("undefined").count(), 0);
      },
      { host: { seeds } },
    );

  on("a weight is adopted in the parent, which may refuse; a branch is gone on from", async page => {
    await tile(page, "0.02").getByRole("button", { name: "Adopt in the parent" }).click();
    await page.getByText("The parent trains with 0.02 from step 5,211 on; its journal has it.").waitFor();
    const adopt = tile(page, "0.02").getByRole("button", { name: "Adopt in the parent" });
    await page.waitForFunction(() => document.querySelectorAll(".deeds .refused").length === 1);
    assert.equal(await adopt.getAttribute("title"), "The parent trains with this weight already");
    await tile(page, "0.1").getByRole("button", { name: "Adopt in the parent" }).click();
    await page.getByRole("alert").filter({ hasText: "The parent refused: it is above" }).waitFor();
    await tile(page, "0.1").getByRole("button", { name: "Go on from here" }).click();
    assert.deepEqual(await called(page, "trial/adopt"), [{ weight: 0.02 }, { weight: 0.1 }]);
    assert.deepEqual(await called(page, "trial/goOn"), [{ run: "/runs/w0.1-s3" }]);
  });

  on(
    "while branches train and wait, tiles say so and show what there is; an ended parent cannot adopt",
    async page => {
      await tile(page, "0").getByText("done").waitFor();
      await tile(page, "0.01").getByText("training, 3,400").waitFor();
      await tile(page, "0.01")
        .getByRole("img", { name: /samples at step 3,400/ })
        .waitFor();
      await tile(page, "0.1").getByText("waits for its turn").waitFor();
      await tile(page, "0.1").getByText("No samples yet").waitFor();
      await page.getByText("1 of 5 done").waitFor();
      const adopt = tile(page, "0").getByRole("button", { name: "Adopt in the parent" });
      assert.equal(await adopt.getAttribute("aria-disabled"), "true");
      assert.match((await adopt.getAttribute("title")) ?? "", /does not train/);
      const goOn = tile(page, "0.1").getByRole("button", { name: "Go on from here" });
      assert.equal(await goOn.getAttribute("title"), "This branch has not trained yet");
      await page.getByRole("button", { name: "Stop" }).click();
      assert.equal((await called(page, "trial/stop")).length, 1);
      await page.screenshot({ path: `${screenshots}/trial.live.png` });
    },
    { host: { seeds: 1, steps: [4000, 3600, 3400, 3000, 3000], parent: "done" } },
  );

  on(
    "the curves grow behind the fork while the branches train",
    async page => {
      const curves = tile(page, "0.1").locator(".forked");
      const drawn = () => curves.evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
      await curves.waitFor();
      const before = await drawn();
      await page.evaluate(() => {
        globalThis.fakeTrialHost.trainTo(3500);
      });
      await tile(page, "0.1").getByText("training, 3,500").waitFor();
      await until("the curves are drawn anew", async () => (await drawn()) !== before);
    },
    { host: { seeds: 1, steps: [3200, 3200, 3200, 3200, 3200] } },
  );

  on(
    "pictures stand in a grid",
    async page => {
      await tile(page, "0.1")
        .getByRole("img", { name: /12 samples at step 4,000/ })
        .waitFor();
      await page.screenshot({ path: `${screenshots}/trial.images.png` });
    },
    { host: { seeds: 1, images: true } },
  );
});
