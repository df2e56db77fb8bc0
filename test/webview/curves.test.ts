import assert from "node:assert/strict";
import { describe } from "node:test";
import { seriousViolations } from "./accessibility.ts";
import { bundlePage, noBrowser } from "./browser.ts";
import { CurvesPage, type CurvesOptions } from "./curves-page.ts";
import { pageTests, screenshots } from "./page-tests.ts";
import { themes, type ThemeName } from "./themes.ts";

describe("the page of curves", { skip: noBrowser }, () => {
  const on = pageTests<CurvesPage, CurvesOptions>({
    bundle: () => bundlePage("curves", "test/webview/fake-curves-host.ts"),
    usual: {},
    open: (browser, files, options) => CurvesPage.open(browser, files, options),
  });

  const everything = { sources: 4, pictures: true, damaged: 3 };
  for (const theme of Object.keys(themes) as ThemeName[])
    for (const width of [1440, 480])
      on(
        `${theme} at ${width} pixels: accessible, nothing overflows, and a picture is kept in ${screenshots}`,
        async curves => {
          const { page } = curves;
          await curves.chart("loss/generator").waitFor();
          await page
            .getByRole("img", { name: /^val\/reconstruction/ })
            .first()
            .waitFor();
          await page.screenshot({ path: `${screenshots}/curves.${theme}.${width}.png` });
          const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          assert.ok(overflow <= 0, `the page is ${overflow} pixels too wide`);
          assert.deepEqual(await seriousViolations({ page }), []);
        },
        { theme, width, host: everything },
      );

  on(
    "tags stand in groups that fold up and are filtered; a chart names each run with its value",
    async curves => {
      const { page } = curves;
      await curves.chart("loss/generator").waitFor();
      assert.deepEqual(await curves.sources(), ["1 ring8-weak", "2 version_0"]);
      await curves.chart("loss/discriminator", /step 2,000: 1 rin…eak [\d.]+, 2 ver…n_0 [\d.]+/).waitFor();
      // Only the log has a learning rate.
      await curves.chart("lr", /step 2,000: 2 ver…n_0 [\d.−e-]+$/).waitFor();
      assert.deepEqual(await curves.tags(), ["discriminator", "generator", "coverage", "lr"]);
      await page.getByRole("button", { name: "loss 2" }).click();
      assert.deepEqual(await curves.tags(), ["coverage", "lr"]);
      await page.getByRole("searchbox", { name: "Filter tags" }).fill("cov");
      await page.waitForFunction(() => document.querySelectorAll("section.tag").length === 1);
      assert.deepEqual(await curves.tags(), ["coverage"]);
      await page.getByRole("searchbox", { name: "Filter tags" }).fill("nothing like it");
      await page.getByRole("button", { name: "Clear the filter" }).click();
      await curves.chart("quality/coverage").waitFor();
    },
  );

  on("curves go on while their files grow", async curves => {
    await curves.chart("loss/generator", /step 2,000: /).waitFor();
    await curves.page.evaluate(() => {
      globalThis.fakeCurvesHost.growTo(2600);
    });
    await curves.chart("loss/generator", /step 2,600: /).waitFor();
  });

  on(
    "dragging shows some steps in every chart, a double click all; so do the boxes and Escape",
    async curves => {
      const { page } = curves;
      const chart = curves.chart("loss/generator");
      await chart.waitFor();
      const box = await chart.boundingBox();
      assert.ok(box !== null);
      const [left, width] = [box.x + 40, box.width - 164];
      await page.mouse.move(left + width * 0.25, box.y + 60);
      await page.mouse.down();
      await page.mouse.move(left + width * 0.4, box.y + 60);
      await page.mouse.move(left + width * 0.5, box.y + 60);
      await page.mouse.up();
      const last = page.getByRole("textbox", { name: "Last step shown" });
      const first = page.getByRole("textbox", { name: "First step shown" });
      await page.getByRole("button", { name: "All", exact: true }).waitFor();
      const near = (text: string, step: number) => {
        assert.ok(Math.abs(Number(text.replace(",", "")) - step) < 40, `${text} is not near ${step}`);
      };
      near(await first.inputValue(), 500);
      near(await last.inputValue(), 1000);
      await page.mouse.move(0, 0);
      await curves.chart("quality/coverage", /step (9\d\d|1,0\d\d): /).waitFor();
      await curves.chart("loss/generator").dblclick();
      await page.mouse.move(0, 0);
      await curves.chart("quality/coverage", /step 2,000: /).waitFor();
      await last.fill("500");
      await last.press("Enter");
      await curves.chart("quality/coverage", /step 500: /).waitFor();
      await curves.chart("quality/coverage").press("Escape");
      await curves.chart("quality/coverage", /step 2,000: /).waitFor();
    },
  );

  on(
    "single characters rest where the person wants it; arrows stay",
    async curves => {
      const { page } = curves;
      const at = (step: string) =>
        page.getByRole("img", { name: new RegExp(`^val/reconstruction, version_0, step ${step}$`) });
      await at("2,000").first().waitFor();
      await page.evaluate(() => {
        globalThis.fakeCurvesHost.growTo(2500);
      });
      await at("2,500").first().waitFor();
      await page.getByRole("heading", { name: "Curves" }).click();
      await page.keyboard.press("ArrowLeft");
      await at("2,000").first().waitFor();
      await page.keyboard.press("l");
      await page.evaluate(() => new Promise(requestAnimationFrame));
      assert.equal(await at("2,500").count(), 0);
    },
    { host: { sources: 2, pictures: true }, characterKeysRest: true },
  );

  on(
    "the step bar moves the pictures of every run; arrows go one by one, the newest are followed until then",
    async curves => {
      const { page } = curves;
      const at = (step: string) =>
        page.getByRole("img", { name: new RegExp(`^val/reconstruction, version_[01], step ${step}$`) });
      await at("2,000").nth(3).waitFor();
      await page.evaluate(() => {
        globalThis.fakeCurvesHost.growTo(2500);
      });
      await at("2,500").first().waitFor();
      await page.getByRole("slider", { name: "Step of the pictures" }).press("ArrowLeft");
      await at("2,000").nth(3).waitFor();
      await page.evaluate(() => {
        globalThis.fakeCurvesHost.growTo(3000);
      });
      await curves.chart("loss/generator", /step 2,000: /).waitFor();
      assert.equal(await at("2,000").count(), 4);
      // What is typed is no key of the page.
      const filter = page.getByRole("searchbox", { name: "Filter tags" });
      await filter.press("l");
      assert.equal(await filter.inputValue(), "l");
      await filter.fill("");
      await page.evaluate(() => new Promise(requestAnimationFrame));
      assert.equal(await at("2,000").count(), 4);
      await page.getByRole("heading", { name: "Curves" }).click();
      await page.keyboard.press("l");
      await at("3,000").first().waitFor();
      await curves.choose("Run version_0", "Remove from this page");
      await page.waitForFunction(() => document.querySelectorAll("figure").length === 1);
    },
    { host: { sources: 3, pictures: true } },
  );

  on(
    "the step bar reaches the last step of the curves, behind the last pictures",
    async curves => {
      const { page } = curves;
      const slider = page.getByRole("slider", { name: "Step of the pictures" });
      await page
        .getByRole("img", { name: /step 2,000$/ })
        .first()
        .waitFor();
      await page.evaluate(() => {
        globalThis.fakeCurvesHost.growTo(2490);
      });
      await curves.chart("loss/generator", /step 2,490: /).waitFor();
      assert.equal(await slider.getAttribute("aria-valuetext"), "step 2,490 of 2,490");
      await slider.press("ArrowLeft");
      await curves.chart("loss/generator", /step 2,000: /).waitFor();
    },
    { host: { sources: 3, pictures: true } },
  );

  on(
    "a log has no dashboard and nothing to be asked for it; without pictures there is no step bar",
    async curves => {
      const { page } = curves;
      await curves.chart("loss/generator").waitFor();
      assert.equal(await page.getByRole("slider", { name: "Step of the pictures" }).count(), 0);
      await page.getByRole("button", { name: "Run version_0" }).click();
      assert.deepEqual(await page.getByRole("menuitem").allTextContents(), ["Remove from this page"]);
      await page.keyboard.press("Escape");
      await curves.choose("Run ring8-weak", "Open its dashboard");
      assert.deepEqual(await curves.asked("sources/open"), { source: "/runs/ring8-weak" });
    },
  );

  on(
    "what was skipped is counted, how far the reading is, and what is wrong; the curves stay usable",
    async curves => {
      const { page } = curves;
      await page.getByText("1,204 damaged records skipped").waitFor();
      await page.getByText("reading, 42 %").waitFor();
      await page.getByRole("alert").filter({ hasText: "moved or deleted" }).waitFor();
      await curves.chart("loss/generator").waitFor();
    },
    {
      host: { sources: 2, damaged: 1204, reading: 0.427, trouble: "/logs: the folder was moved or deleted." },
    },
  );

  on(
    "files without curves say so",
    async curves => {
      await curves.page.getByText("There are no scalars and no pictures yet.").waitFor();
    },
    { host: { sources: 1, empty: true } },
  );

  on("a chart is saved as PNG and SVG, its points as CSV and JSON lines, all of them too", async curves => {
    const { page } = curves;
    await curves.chart("loss/generator").waitFor();
    for (const kind of ["PNG", "SVG"]) await curves.choose("loss/generator: save", `Save as ${kind}`);
    await page.waitForFunction(
      () => globalThis.fakeCurvesHost.calls.filter(({ method }) => method === "host/save").length === 2,
    );
    const files = await page.evaluate(() =>
      globalThis.fakeCurvesHost.calls
        .filter(({ method }) => method === "host/save")
        .map(({ params }) => params as { name: string; bytes: Uint8Array })
        .map(({ name, bytes }) => [name, String.fromCharCode(...bytes.subarray(1, 4))]),
    );
    assert.deepEqual(files, [
      ["loss generator.png", "PNG"],
      ["loss generator.svg", "svg"],
    ]);
    await curves.choose("loss/generator: save", "Save all points as CSV");
    assert.deepEqual(await curves.asked("curves/save"), {
      tag: "loss/generator",
      as: "csv",
      from: 0,
      to: 2000,
    });
    await curves.choose("Export all curves", "All curves as JSON lines");
    assert.deepEqual((await curves.calls("curves/save")).at(-1), {
      tag: null,
      as: "jsonl",
      from: 0,
      to: 2000,
    });
    await page.getByRole("button", { name: "loss/generator: data table" }).click();
    await page.getByRole("columnheader", { name: "version_0" }).waitFor();
  });

  on(
    "of hundreds of tags only those near to sight are asked for",
    async curves => {
      await curves.chart("gradients/layer0.weight").waitFor();
      const tags = new Set((await curves.calls("curves/window")).map(({ tag }) => tag));
      assert.ok(tags.size > 3 && tags.size < 40, `${tags.size} tags were asked for`);
      await curves.page.getByRole("region", { name: "gradients/layer299.weight" }).scrollIntoViewIfNeeded();
      await curves.chart("gradients/layer299.weight").waitFor();
    },
    { host: { sources: 1, layers: 300 } },
  );

  on("what was arranged comes back after a reload; runs are added up to four", async curves => {
    const { page } = curves;
    await curves.chart("loss/generator").waitFor();
    await page.getByRole("button", { name: "log y" }).click();
    await page.getByRole("slider", { name: "Smoothing" }).fill("5000");
    await page.getByRole("searchbox", { name: "Filter tags" }).fill("loss");
    await page.waitForTimeout(300);
    await page.reload();
    await curves.chart("loss/generator").waitFor();
    assert.equal(await page.getByRole("button", { name: "log y" }).getAttribute("aria-pressed"), "true");
    assert.equal(await page.getByRole("searchbox", { name: "Filter tags" }).inputValue(), "loss");
    const saved = await page.evaluate(() => globalThis.fakeCurvesHost.saved());
    assert.equal((saved as { folders: string[] }).folders.length, 2);
    for (const count of [3, 4]) {
      await page.getByRole("button", { name: "Add run" }).click();
      await page.waitForFunction(wanted => document.querySelectorAll(".sources li").length === wanted, count);
    }
    assert.equal(await page.getByRole("button", { name: "Add run" }).getAttribute("aria-disabled"), "true");
  });

  on(
    "what cannot be read is said, and a button tries again",
    async ({ page }) => {
      const alert = page.getByRole("alert");
      await alert.filter({ hasText: "This cannot be shown: the folder is gone." }).waitFor();
      await page.getByRole("button", { name: "Try again" }).click();
      await page.getByRole("slider", { name: /^loss\/generator, step/ }).waitFor();
      assert.equal(await alert.count(), 0);
    },
    { host: { sources: 1, unread: "the folder is gone" } },
  );

  on(
    "untrusted, the page says what trust adds and how to give it, and nothing that writes can be pressed",
    async curves => {
      const { page } = curves;
      await curves.chart("loss/generator").waitFor();
      await page.getByText(/Restricted Mode: .* also writes curves and pictures/).waitFor();
      await page.getByRole("button", { name: "loss/generator: save", exact: true }).click();
      for (const item of await page.getByRole("menuitem").all()) {
        assert.equal(await item.getAttribute("aria-disabled"), "true");
        assert.match((await item.getAttribute("title")) ?? "", /not trusted/);
      }
      await page.getByRole("menuitem", { name: "Save all points as CSV" }).click({ force: true });
      assert.deepEqual(await curves.calls("curves/save"), []);
      await page.getByRole("button", { name: "Manage Workspace Trust" }).click();
      await curves.asked("page/manageTrust");
    },
    { restricted: true },
  );

  on(
    "where nobody answers any more, the page says so, everything on it is switched off, and it goes on once somebody does",
    async curves => {
      const { page } = curves;
      const filter = page.getByRole("searchbox");
      await filter.fill("loss");
      await page.evaluate(() => {
        globalThis.fakeCurvesHost.fallSilent(true);
      });
      const notice = page.getByRole("alert").filter({ hasText: "Nobody answers any more" });
      await notice.waitFor();
      assert.equal(await page.locator("#root").evaluate(root => (root as HTMLElement).inert), true);
      assert.equal(await filter.inputValue(), "loss");
      const asked = await page.evaluate(() => globalThis.fakeCurvesHost.calls.length);
      await page.keyboard.press("l");
      await page.screenshot({ path: `${screenshots}/nobody-answers.png` });
      assert.equal(await page.evaluate(() => globalThis.fakeCurvesHost.calls.length), asked);
      await page.evaluate(() => {
        globalThis.fakeCurvesHost.fallSilent(false);
      });
      await notice.waitFor({ state: "detached" });
      assert.equal((await curves.calls("curves/start")).length, 2);
      await filter.fill("quality");
      await curves.chart("quality/coverage").waitFor();
    },
  );
});
