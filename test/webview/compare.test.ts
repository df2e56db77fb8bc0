import assert from "node:assert/strict";
import { describe } from "node:test";
import { seriousViolations } from "./accessibility.ts";
import { bundlePage, noBrowser } from "./browser.ts";
import { ComparePage, type CompareOptions } from "./compare-page.ts";
import { pageTests, screenshots } from "./page-tests.ts";
import { themes, type ThemeName } from "./themes.ts";

describe("the side-by-side viewer", { skip: noBrowser }, () => {
  const on = pageTests<ComparePage, CompareOptions>({
    bundle: () => bundlePage("compare", "test/webview/fake-compare-host.ts"),
    usual: {},
    open: (browser, files, options) => ComparePage.open(browser, files, options),
    ready: async (compare, { host }) => {
      if (host?.silent !== true) await compare.settle(host?.runs ?? 4);
    },
  });

  for (const theme of Object.keys(themes) as ThemeName[])
    for (const width of [1440, 480])
      on(
        `${theme} at ${width} pixels: accessible, nothing overflows, and a picture is kept in ${screenshots}`,
        async ({ page }) => {
          await page.screenshot({ path: `${screenshots}/compare.${theme}.${width}.png` });
          const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          assert.ok(overflow <= 0, `the page is ${overflow} pixels too wide`);
          assert.deepEqual(await seriousViolations({ page }), []);
        },
        { theme, width },
      );

  for (const theme of ["dark", "light", "high-contrast-dark"] as const)
    on(
      `a measure that is undefined at the shown step is told, never an older value, ${theme}`,
      async compare => {
        const { page } = compare;
        const row = page.getByRole("group", { name: "Precision" });
        await row.getByText("undefined at 5,000: no two outputs differ").waitFor();
        assert.equal(await row.locator(".mv").nth(1).locator(".dot").count(), 0);
        await page.screenshot({ path: `${screenshots}/compare-undefined.${theme}.png` });
        assert.deepEqual(await seriousViolations({ page }), []);
      },
      { theme, host: { runs: 3, collapsed: { run: 1, from: 4000 } } },
    );

  on(
    "in a low window nothing lies over anything else: the page scrolls",
    async ({ page }) => {
      const [lenses, picked] = [page.locator(".lenses").first(), page.locator(".pick").first()];
      const [above, below] = [await lenses.boundingBox(), await picked.boundingBox()];
      assert.ok(above !== null && below !== null);
      assert.ok(above.y + above.height <= below.y, `${above.y} + ${above.height}, ${below.y}`);
      await page.screenshot({ path: `${screenshots}/compare.low.png` });
    },
    { height: 480 },
  );

  on(
    "columns say what differs; the step bar moves all of them, a shorter run stays at its last step",
    async compare => {
      const { page } = compare;
      assert.deepEqual(await compare.names(), [
        "ring8-weak",
        "ring8-weak-live",
        "ring8-weak-w02",
        "ring8-weak-w10",
      ]);
      await page.getByText("pairing.weight → 0.02 at 3,000").waitFor();
      await page.getByText("pairing.weight 0 → 0.1").waitFor();
      assert.match((await compare.plate("ring8-weak-live").getAttribute("aria-label")) ?? "", /step 5,000/);
      const slider = page.getByRole("slider", { name: "Step of all columns" });
      await slider.fill("7500");
      await page.getByRole("img", { name: /^ring8-weak-w10:.*step 6,000/ }).waitFor();
      assert.match((await compare.plate("ring8-weak-live").getAttribute("aria-label")) ?? "", /step 5,000/);
      await slider.fill("2500");
      for (const name of await compare.names())
        await page.getByRole("img", { name: new RegExp(`^${name}:.*step 2,000`) }).waitFor();
    },
  );

  on(
    "an arrow on the step bar goes to the next sampled step, which was read before; P plays",
    async compare => {
      const { page } = compare;
      await page.waitForFunction(() =>
        globalThis.fakeCompareHost.calls.some(
          ({ method, params }) => method === "samples/at" && (params as { step: number }).step === 7900,
        ),
      );
      await page.getByRole("slider", { name: "Step of all columns" }).press("ArrowLeft");
      await page.getByText("Step 7,900 of 8,000").waitFor();
      await compare.painted();
      const asked = await compare.asked("samples/at");
      const times = asked.filter(({ run, step }) => run === "/runs/run-0" && step === 7900).length;
      assert.equal(times, 1);
      await page.getByRole("slider", { name: "Step of all columns" }).press("ArrowRight");
      await page.getByText("Step 8,000 of 8,000").waitFor();
      await compare.plate("ring8-weak").focus();
      await page.keyboard.press("p");
      await page.getByRole("img", { name: /^ring8-weak:.*step [1-9]\d\d,/ }).waitFor();
      await page.keyboard.press("p");
      await page.getByRole("button", { name: "Play from here" }).waitFor();
    },
  );

  on(
    "before the runs are read no step can be chosen: it would take the place of the one that was kept",
    async ({ page }) => {
      await page.getByRole("status", { name: "Reading the runs" }).waitFor();
      assert.ok(await page.getByRole("slider", { name: "Step of all columns" }).isDisabled());
    },
    { host: { runs: 0, silent: true } },
  );

  on("unlinked columns have a step each", async compare => {
    const { page } = compare;
    await page.keyboard.press("k");
    await page.getByRole("slider", { name: "Step of ring8-weak-w02" }).fill("5000");
    await page.getByRole("img", { name: /^ring8-weak-w02:.*step 4,000/ }).waitFor();
    assert.match((await compare.plate("ring8-weak-w10").getAttribute("aria-label")) ?? "", /step 8,000/);
  });

  on("a picked latent is picked in every column; arrows go on from there", async compare => {
    const { page } = compare;
    const box = await compare.plate("ring8-weak-w02").boundingBox();
    assert.ok(box !== null);
    // The first mode lies at the right; something was generated near to it.
    const half = Math.min(box.width, box.height) / 2;
    await page.mouse.click(box.x + box.width / 2 + half / 1.38, box.y + box.height / 2);
    const picked = async () =>
      /latent (\d+) picked/.exec((await compare.plate("ring8-weak").getAttribute("aria-label")) ?? "")?.[1];
    await page.waitForFunction(
      () =>
        !(document.querySelector(".plate")?.getAttribute("aria-label") ?? "").includes("latent 19 picked"),
    );
    const first = Number(await picked());
    const around = (latent: number) =>
      page.getByRole("img", { name: new RegExp(`latents around latent ${latent}$`) });
    assert.equal(await around(first).count(), 4);
    await page.keyboard.press("ArrowRight");
    await around(first + 1)
      .nth(3)
      .waitFor();
    await page.getByText(`Latent ${first + 1}`, { exact: true }).waitFor();
  });

  on(
    "measures are shown against the baseline, of one seed without a best; another baseline turns the signs",
    async compare => {
      const before = await compare.measure("Coverage");
      assert.equal(before.length, 4);
      assert.doesNotMatch(before[0] ?? "", /[+−]/);
      assert.match(before[3] ?? "", /\+0\.\d\d/);
      assert.equal(
        await compare.page
          .getByRole("group", { name: "Coverage" })
          .getByRole("img", { name: "best" })
          .count(),
        0,
      );
      assert.match(before[3] ?? "", /one seed$/);
      await compare.choose("Column ring8-weak-w10", "Compare with this run");
      const after = await compare.measure("Coverage");
      assert.match(after[0] ?? "", /−0\.\d\d/);
      assert.doesNotMatch(after[3] ?? "", /[+−]0/);
    },
  );

  on("with one seed there is no interval, and the page says why", async compare => {
    await compare.page.getByText(/No interval for .*ring8-weak-w10: this run is the only seed/).waitFor();
    assert.doesNotMatch((await compare.measure("Coverage")).join(), / to |±/);
  });

  on(
    "seeds give means and intervals; a difference whose interval holds 0 is neither better nor worse",
    async compare => {
      const { page } = compare;
      await page.getByText(/paired over 4 seeds, with the 95 % interval by Student's t/).waitFor();
      const [held = "", ...others] = await compare.measure("Coverage");
      assert.match(held, /±0\.03/);
      assert.equal(others.length, 3);
      for (const text of others) assert.match(text, /[+−]0\.\d\d−?0\.\d\d to −?0\.\d\d$/);
      const grey = (title: string) => page.getByRole("group", { name: title }).locator(".d.same").count();
      // The baseline's own is empty.
      assert.equal(await grey("Precision"), 4);
      assert.ok((await grey("Coverage")) < 4);
      await page.screenshot({ path: `${screenshots}/compare.seeds.png` });
      await compare.choose("Export", "Markdown with a picture");
      const { text = "" } = (await compare.answered("host/saveMarkdown")) as { text?: string };
      assert.match(text, /\(\+0\.\d\d, 0\.\d\d to 0\.\d\d\)/);
      assert.match(text, /paired over 4 seeds/);
    },
    { host: { runs: 4, seeds: 4 } },
  );

  on("columns are moved, removed and added", async compare => {
    await compare.choose("Column ring8-weak", "Move right");
    await compare.page.waitForFunction(
      () => document.querySelector(".run h2")?.textContent === "ring8-weak-live",
    );
    await compare.choose("Column ring8-weak-w02", "Remove from the comparison");
    await compare.settle(3);
    assert.deepEqual(await compare.names(), ["ring8-weak-live", "ring8-weak", "ring8-weak-w10"]);
    await compare.page.getByRole("button", { name: "Add run" }).click();
    await compare.settle(4);
  });

  on("modes by keys, each draws something else; zoom by the wheel in all columns", async compare => {
    const { page } = compare;
    const plate = compare.plate("ring8-weak-w10");
    const looks: string[] = [];
    for (const key of ["1", "2", "4"]) {
      await page.keyboard.press(key);
      await page.waitForTimeout(150);
      looks.push((await plate.screenshot()).toString("base64"));
    }
    assert.equal(new Set(looks).size, 3);
    await page.keyboard.press("1");
    const other = compare.plate("ring8-weak");
    const whole = (await other.screenshot()).toString("base64");
    await plate.hover();
    await page.mouse.wheel(0, -300);
    await page.waitForTimeout(150);
    assert.notEqual((await other.screenshot()).toString("base64"), whole);
    await page.getByText("120 %").waitFor();
  });

  on("a live run goes on, and is followed", async compare => {
    await compare.page.evaluate(() => {
      globalThis.fakeCompareHost.trainTo(1, 6000);
    });
    await compare.page.getByRole("img", { name: /^ring8-weak-live:.*step 6,000/ }).waitFor();
    assert.equal((await compare.asked("compare/start")).length, 1);
  });

  on(
    "an update that was lost is noticed: the page asks for everything and goes on from there",
    async compare => {
      await compare.page.evaluate(() => {
        globalThis.fakeCompareHost.lose();
        globalThis.fakeCompareHost.trainTo(1, 6000);
      });
      await compare.page.getByRole("img", { name: /^ring8-weak-live:.*step 6,000/ }).waitFor();
      assert.equal((await compare.asked("compare/start")).length, 2);
    },
  );

  on("exports: a picture, and Markdown with the measures", async compare => {
    await compare.choose("Export", "Markdown with a picture");
    await compare.page.waitForFunction(() =>
      globalThis.fakeCompareHost.calls.some(({ method }) => method === "host/saveMarkdown"),
    );
    const { text, start } = await compare.page.evaluate(() => {
      const call = globalThis.fakeCompareHost.calls.find(({ method }) => method === "host/saveMarkdown");
      const params = call?.params as { text: string; picture: Uint8Array };
      return { text: params.text, start: [...params.picture.subarray(0, 4)] };
    });
    assert.deepEqual(start, [0x89, 0x50, 0x4e, 0x47]);
    assert.match(text, /!\[.*\]\(\{picture\}\)/);
    assert.match(text, /\| Coverage ↑ \| [\d.]+ \| .*0\.\d\d \(\+0\.\d\d, one seed\) \|/);
    assert.match(text, /- ring8-weak-live: pairing\.weight → 0\.02 at 3,000/);
  });

  on("what was arranged comes back after a reload", async compare => {
    const { page } = compare;
    await page.keyboard.press("2");
    await page.getByRole("slider", { name: "Step of all columns" }).fill("5000");
    await page.getByRole("img", { name: /^ring8-weak:.*step 4,000/ }).waitFor();
    await page.waitForTimeout(300);
    await page.reload();
    await compare.settle(4);
    assert.equal(await page.getByRole("radio", { name: "overlay" }).getAttribute("aria-checked"), "true");
    await page.getByRole("img", { name: /^ring8-weak:.*step 4,000/ }).waitFor();
    const saved = await page.evaluate(() => globalThis.fakeCompareHost.saved());
    assert.deepEqual((saved as { folders: string[] }).folders.length, 4);
  });

  const images = { host: { runs: 4, images: true } };
  on(
    "of pictures, a picked one is outlined in every column, with its neighbours and its nearest real image",
    async compare => {
      const { page } = compare;
      const box = await compare.plate("ring8-weak-live").boundingBox();
      assert.ok(box !== null);
      await page.mouse.click(box.x + box.width / 2 + 8, box.y + box.height / 2 + 8);
      await page.waitForFunction(
        () =>
          !(document.querySelector(".plate")?.getAttribute("aria-label") ?? "").includes("latent 19 picked"),
      );
      const label = (await compare.plate("ring8-weak").getAttribute("aria-label")) ?? "";
      const picked = /latent (\d+) picked/.exec(label)?.[1];
      const named = (start: string) => page.getByRole("img", { name: new RegExp(`^${start}`) });
      for (const what of [`Image of latent ${picked}$`, `Neighbours of latent ${picked}, moved 0`])
        await named(what).nth(3).waitFor();
      await named("Nearest real image, 0.12 away").nth(3).waitFor();
      for (const method of ["latent/neighbours", "data/nearest"]) {
        const asked = await compare.asked(method);
        assert.equal(new Set(asked.map(({ run }) => run)).size, 4, method);
        assert.equal(asked.at(-1)?.["probe"], Number(picked), method);
      }
      assert.deepEqual(
        new Set((await compare.asked("latent/neighbours")).map(({ noise }) => noise)),
        new Set([0.35]),
      );
    },
    images,
  );

  on(
    "of pictures, every column has the way between the same two latents, and nothing of points is asked for",
    async compare => {
      const { page } = compare;
      await page.getByRole("button", { name: "path" }).click();
      await page.getByRole("img", { name: "Images from latent 19 to 5" }).nth(3).waitFor();
      await page.screenshot({ path: `${screenshots}/compare.images.path.png` });
      assert.equal((await compare.asked("latent/imagePath")).length, 4);
      for (const method of ["samples/at", "data/real", "latent/path", "latent/outputs"])
        assert.deepEqual(await compare.asked(method), [], method);
    },
    images,
  );

  on(
    "of pictures, overlay, flicker and difference draw something else, the zoom is that of all columns",
    async compare => {
      const { page } = compare;
      const plate = compare.plate("ring8-weak-w10");
      const look = async () => (await plate.screenshot()).toString("base64");
      const looks = new Set([await look()]);
      for (const key of ["2", "4"]) {
        await page.keyboard.press(key);
        await compare.painted();
        looks.add(await look());
        await page.screenshot({ path: `${screenshots}/compare.images.${key}.png` });
      }
      assert.equal(looks.size, 3);
      await page.getByText("baseline brighter").waitFor();
      await page.keyboard.press("3");
      const first = await look();
      // A run and its baseline take turns: sooner or later the other one is seen.
      for (let now = first; now === first; now = await look()) await compare.painted();
      await page.keyboard.press("1");
      const other = compare.plate("ring8-weak");
      const whole = (await other.screenshot()).toString("base64");
      await plate.hover();
      await page.mouse.wheel(0, -300);
      await page.getByText("120 %").waitFor();
      await compare.painted();
      assert.notEqual((await other.screenshot()).toString("base64"), whole);
    },
    images,
  );

  for (const theme of Object.keys(themes) as ThemeName[])
    on(
      `pictures, ${theme}: accessible, and a picture is kept in ${screenshots}`,
      async ({ page }) => {
        await page
          .getByRole("img", { name: /^Nearest real image, 0/ })
          .nth(3)
          .waitFor();
        await page.screenshot({ path: `${screenshots}/compare.images.${theme}.png` });
        assert.deepEqual(await seriousViolations({ page }), []);
      },
      { ...images, theme },
    );
});
