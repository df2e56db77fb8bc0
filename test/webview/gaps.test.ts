import assert from "node:assert/strict";
import { describe } from "node:test";
import { seriousViolations } from "./accessibility.ts";
import { bundlePage, noBrowser } from "./browser.ts";
import { DashboardPage, type OpenOptions } from "./dashboard-page.ts";
import { pageTests, screenshots } from "./page-tests.ts";
import type { ThemeName } from "./themes.ts";

/** Pairing was turned off at 5,000, and from 5,800 on no two outputs differed. */
const collapsed = { step: 6400, weightOffFrom: 5000, collapsed: [5800, 6400] } as const;

describe("what has no value, on the dashboard", { skip: noBrowser }, () => {
  const on = pageTests<DashboardPage, OpenOptions>({
    bundle: () => bundlePage(),
    usual: { host: collapsed },
    open: (browser, files, options) => DashboardPage.open(browser, files, options),
    ready: dashboard => dashboard.settle(),
  });
  const figure = ({ page }: DashboardPage, list: string, title: string) =>
    page
      .locator(`dl[aria-label="${list}"] > div`)
      .filter({ has: page.getByText(title, { exact: true }) })
      .innerText()
      .then(text => text.split("\n").filter(line => line.trim() !== ""));

  on("at weight 0 pairing has no figures, but what was last and when", async dashboard => {
    const since = "weight 0 since 5,001";
    const loss = await figure(dashboard, "Pairing", "Loss");
    assert.deepEqual(loss.slice(0, 2), ["Loss", "–"]);
    assert.match(loss[2] ?? "", new RegExp(`^last 1\\.\\d\\d at 5,000, ${since}$`));
    assert.match((await figure(dashboard, "Pairing", "Accuracy"))[2] ?? "", /^last \d+ % at 5,000, weight 0/);
    assert.match(
      (await figure(dashboard, "Pairing", "Gradient ratio"))[2] ?? "",
      /^last 0\.\d\d at 5,000, weight 0/,
    );
    // The chart's own words say the same, and no label has the old value.
    const losses = await dashboard.chart("Losses").getAttribute("aria-label");
    assert.match(losses ?? "", /pairing has no value, discriminator 1\.\d+/);
    // Looking back there is a value again.
    await dashboard.stepBox.fill("4000");
    await dashboard.stepBox.press("Enter");
    await dashboard.settle();
    assert.match((await figure(dashboard, "Pairing", "Loss"))[1] ?? "", /^1\.\d\d$/);
  });

  on("an undefined measure says at which evaluation and why, never an older value", async dashboard => {
    const { page } = dashboard;
    await page.getByText("evaluated at 6,400").waitFor();
    for (const title of [
      "Latent recovery",
      "Effective rank",
      "Log condition",
      "Distance ratio p05",
      "Mode spread",
    ])
      assert.deepEqual(await figure(dashboard, "Collapse measures", title), [
        title,
        "–",
        "undefined at 6,400: no two outputs differ",
      ]);
    // Of an earlier evaluation nobody recorded why.
    await dashboard.stepBox.fill("6100");
    await dashboard.stepBox.press("Enter");
    await page.getByText("evaluated at 6,100").waitFor();
    assert.equal((await figure(dashboard, "Collapse measures", "Effective rank"))[2], "undefined at 6,100");
    await dashboard.stepBox.fill("5700");
    await dashboard.stepBox.press("Enter");
    await page.getByText("evaluated at 5,700").waitFor();
    assert.match((await figure(dashboard, "Collapse measures", "Effective rank"))[1] ?? "", /^\d\.\d\d$/);
  });

  on(
    "a measure that never had a value is told too",
    async dashboard => {
      assert.deepEqual((await figure(dashboard, "Collapse measures", "Effective rank")).slice(1), [
        "–",
        "undefined at 6,400: no two outputs differ",
      ]);
    },
    { host: { step: 6400, collapsed: [0, 6400] } },
  );

  on("a saved picture of the losses has no line over the gap", async dashboard => {
    await dashboard.choose("Losses: save", "Save as SVG");
    const svg = await dashboard.page.waitForFunction(() => {
      const call = globalThis.fakeHost.calls.find(({ method }) => method === "host/save");
      const { bytes } = (call?.params ?? {}) as { bytes?: Record<string, number> };
      return bytes === undefined ? null : new TextDecoder().decode(Uint8Array.from(Object.values(bytes)));
    });
    const text = (await svg.jsonValue()) ?? "";
    assert.ok(!text.includes("NaN"));
    assert.match(text, />pairing<\/text><text[^>]*>–<\/text>/);
    // Lines of pairing end where it was turned off, at 5,000 of 6,400.
    const ends = [...text.matchAll(/<polyline points="([^"]*)"/g)].map(([, points = ""]) =>
      Number(points.split(" ").at(-1)?.split(",")[0]),
    );
    const right = Math.max(...ends);
    const left = Number(/<polyline points="([\d.]+),/.exec(text)?.[1]);
    const early = ends.filter(end => end < right - 1);
    assert.equal(early.length, 2); // the smoothed line and the raw one behind it
    for (const end of early) assert.ok(Math.abs((end - left) / (right - left) - 5000 / 6400) < 0.01);
  });

  on(
    "what goes on while it is watched breaks and begins like what was there",
    async dashboard => {
      const { page } = dashboard;
      await page.getByText("evaluated at 5,600").waitFor();
      assert.match((await figure(dashboard, "Collapse measures", "Effective rank"))[1] ?? "", /^\d\.\d\d$/);
      await dashboard.trainTo(6000);
      await page.getByText("evaluated at 6,000").waitFor();
      assert.equal((await figure(dashboard, "Collapse measures", "Effective rank"))[1], "–");
      await dashboard.trainTo(6600);
      await page.getByText("evaluated at 6,600").waitFor();
      assert.match((await figure(dashboard, "Collapse measures", "Effective rank"))[1] ?? "", /^\d\.\d\d$/);
    },
    { host: { ...collapsed, step: 5600 } },
  );

  for (const [theme, width] of [
    ["dark", 1440],
    ["light", 1084],
    ["high-contrast-dark", 1440],
    ["dark", 480],
  ] as const satisfies readonly (readonly [ThemeName, number])[])
    on(
      `${theme} at ${width} pixels: axe-core finds nothing serious, nothing overflows, and a picture is kept`,
      async dashboard => {
        assert.deepEqual(await seriousViolations(dashboard), []);
        const wide = await dashboard.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(wide <= 0);
        const path = `${screenshots}/gaps.${theme}.${width}.png`;
        await dashboard.page.screenshot({ path, fullPage: width < 760 });
      },
      { theme, width },
    );
});
