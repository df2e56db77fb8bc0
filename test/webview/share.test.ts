// Exported pages as people open them: a file, without a network, in Chromium.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { sharedDocument } from "../../src/share/shared-document.ts";
import { sharedHtml } from "../../src/share/shared-html.ts";
import { sharedSweep } from "../../src/share/shared-sweep.ts";
import { makeReport, type ReportSource } from "../../src/sweeps/report/report.ts";
import { imageRun } from "../support/image-run.ts";
import { reportRun } from "../support/report-run.ts";
import { madeUpViewer, recordedRun } from "../support/shared-runs.ts";
import { seriousViolations } from "./accessibility.ts";
import { noBrowser, openBrowser } from "./browser.ts";

/** On a machine that has much else to do, in milliseconds. */
const PATIENCE = 120_000;

const hostile = "<b>not bold</b> </script><script>document.title = 'taken'</script>";

const notes = `## Hypothesis

Pairing helps. [a run](command:x) ![a picture](https://example.org/x.png) ${hostile}
`;

describe("an exported page", { skip: noBrowser }, () => {
  const folder = mkdtempSync(join(tmpdir(), "pairing-lab-page-"));
  const file = (name: string) => join(folder, `${name}.html`);
  let browser: Browser;
  before(async () => {
    browser = await openBrowser();
    const runs = join(folder, "runs");
    const few = { scalars: 100, samples: 1000 };
    const own = await recordedRun(runs, { ...few, note: hostile });
    const info = join(own, "run.json");
    const recorded = JSON.parse(readFileSync(info, "utf8")) as object;
    writeFileSync(info, JSON.stringify({ ...recorded, file: "../ring.gan.json" }));
    writeFileSync(join(folder, "ring.notes.md"), notes);
    const other = await recordedRun(runs, { ...few, weight: 0, turned: false });
    const images = await imageRun(runs, { steps: [0, 50] });
    const read = (name: string) => readFileSync(`dist/share/${name}`, "utf8");
    const program = { script: read("page.js"), style: read("page.css") };
    const options = { viewer: madeUpViewer, known: [], version: "1.2.3" };
    const write = async (name: string, folders: readonly string[], viewer: typeof madeUpViewer | null) => {
      const shared = await sharedDocument(folders, { ...options, viewer });
      writeFileSync(file(name), sharedHtml(shared, program));
    };
    await write("one", [own], madeUpViewer);
    await write("two", [own, other], madeUpViewer);
    await write("images", [images], null);
    const arms = [0, 0.02].flatMap(weight =>
      [1, 2, 3, 4].map(seed =>
        reportRun(
          weight,
          seed,
          { "quality/coverage": 0.1 + 30 * weight + seed / 100, "quality/mode_kl": 0.5 - weight },
          { folder: own },
        ),
      ),
    );
    const broken = {
      figures: { step: 100, values: {}, undefined: { "quality/mode_kl": "<i>no samples</i>" } },
    };
    const source: ReportSource = {
      name: "weights",
      experiment: { name: hostile },
      axes: [{ key: "pairing.weight", values: [0, 0.02, 0.1] }],
      seeds: [1, 2, 3, 4],
      measures: null,
      baseline: null,
      runs: [...arms, reportRun(0.1, 1, {}, { ...broken, folder: own })],
    };
    const sweep = await sharedSweep(makeReport(source), source, options);
    writeFileSync(file("sweep"), sharedHtml(sweep, program));
  });
  after(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Opens a page, works on it, and holds that it asked for nothing and that the browser has nothing to say. */
  async function opened(
    name: string,
    work: (page: Page) => Promise<void>,
    context: BrowserContextOptions = {},
  ) {
    const own = await browser.newContext({ viewport: { width: 1200, height: 900 }, ...context });
    own.setDefaultTimeout(PATIENCE);
    const page = await own.newPage();
    const asked: string[] = [];
    const said: string[] = [];
    page.on("request", request => {
      if (!request.url().startsWith("data:")) asked.push(request.url());
    });
    page.on("console", message => said.push(message.text()));
    page.on("pageerror", error => said.push(String(error)));
    try {
      const { href } = pathToFileURL(file(name));
      await page.goto(href);
      await page.locator("main").waitFor();
      await work(page);
      assert.deepEqual(asked, [href]);
      assert.deepEqual(said, []);
    } finally {
      await own.close();
    }
  }

  /** The pixels of the first canvas of something, as text that another drawing has not. */
  const drawn = (page: Page, selector: string): Promise<string> =>
    page
      .locator(`${selector} canvas`)
      .first()
      .evaluate(canvas => (canvas as HTMLCanvasElement).toDataURL());

  const changed = async (page: Page, selector: string, before: string): Promise<void> => {
    await page.waitForFunction(
      ([place, held]) => document.querySelector<HTMLCanvasElement>(`${place} canvas`)?.toDataURL() !== held,
      [selector, before] as const,
    );
  };

  test("the slider shows the samples of another step, by the keyboard too; a click in a chart does as well", () =>
    opened("one", async page => {
      const step = page.getByRole("slider", { name: "Step", exact: true });
      assert.equal(await step.getAttribute("aria-valuetext"), "step 8,000 of 8,000");
      const newest = await drawn(page, ".square");
      await step.press("ArrowLeft");
      assert.equal(await step.getAttribute("aria-valuetext"), "step 7,000 of 8,000");
      await changed(page, ".square", newest);
      await step.press("Home");
      await page.getByText("1,024 generated at step 0,").waitFor();
      const chart = page.getByRole("slider", { name: /^Quality/ });
      const box = await chart.boundingBox();
      assert.ok(box !== null);
      await chart.click({ position: { x: (box.width - 124 - 40) / 2 + 40, y: 100 } });
      await page.getByText("1,024 generated at step 4,000,").waitFor();
    }));

  test("the way between two latents is walked along, and charts are drawn", () =>
    opened("one", async page => {
      const before = await drawn(page, ".square");
      const path = page.getByRole("slider", { name: /path from A to B/ });
      await path.press("PageUp");
      assert.equal(await path.getAttribute("aria-valuetext"), "0.10");
      await changed(page, ".square", before);
      const colours = await page
        .locator(".chart canvas")
        .first()
        .evaluate(canvas => {
          const { width, height } = canvas as HTMLCanvasElement;
          const pixels =
            (canvas as HTMLCanvasElement).getContext("2d")?.getImageData(0, 0, width, height).data ?? [];
          return new Set(Array.from(pixels).filter((_, i) => i % 4 === 0)).size;
        });
      assert.ok(colours > 20, `${colours} shades of red`);
    }));

  test("what people wrote is text, and what is undefined says why", () =>
    opened("one", async page => {
      await page.getByText(hostile, { exact: true }).waitFor();
      const beside = page.getByRole("region", { name: "Notes of the experiment: ring.notes.md" });
      assert.equal(await beside.locator("p").textContent(), notes);
      assert.equal(await beside.locator("a, img, b, script").count(), 0);
      assert.equal(await page.title(), "small");
      await page.getByText("undefined: no mode has 10 high-quality samples").first().waitFor();
      await page.getByText("0.02; 0.05 from step 4,001 on, by hand").waitFor();
      await page.getByText("seed 1 alone, so there is no interval").waitFor();
    }));

  test("several runs stand in the same charts, say what differs, and nothing is better without an interval", () =>
    opened("two", async page => {
      await page.getByRole("heading", { name: "Comparison of 2 runs" }).waitFor();
      const differs = page.getByRole("group", { name: "What differs: table" });
      await differs.getByRole("row", { name: "pairing.weight 0.02 0" }).waitFor();
      assert.equal(await page.locator(".difference.better, .difference.worse").count(), 0);
      assert.equal(await page.locator("figure.samples").count(), 2);
      assert.match(
        (await page.locator(".chart canvas").first().getAttribute("aria-label")) ?? "",
        /1 w 0\.02 .*, 2 w 0 /,
      );
    }));

  test("images by step, and that nothing was rendered", () =>
    opened("images", async page => {
      const shown = page.locator("img.pixels").first();
      const newest = await shown.getAttribute("src");
      assert.ok(await shown.evaluate(image => (image as HTMLImageElement).naturalWidth > 100));
      await page.getByRole("slider", { name: "Step", exact: true }).press("Home");
      await page.getByText("96 generated images, step 0").waitFor();
      assert.notEqual(await shown.getAttribute("src"), newest);
      await page.getByText("nothing was rendered").waitFor();
    }));

  test("a sweep's report: what may be said, means with intervals, differences, samples, what is undefined", () =>
    opened("sweep", async page => {
      await page.getByRole("heading", { name: "Sweep weights" }).waitFor();
      const row = (table: string, name: RegExp) =>
        page.getByRole("group", { name: `${table}: table` }).getByRole("row", { name });
      await row("Means over seeds", /^0\.02 ◆ 4 of 4 0\.73 ± 0\.02 /).waitFor();
      await row("Means over seeds", /undefined in 1 of 1 seed: <i>no samples<\/i>/).waitFor();
      await row("Differences to the baseline", /^0\.02 ◆ 4 of 4 \+0\.60/).waitFor();
      assert.equal(await page.locator(".thumbnails figure").count(), 3);
      const before = await drawn(page, ".thumbnails .square");
      assert.ok(before.length > 2000);
      await page.getByText("Every seed").click();
      await page.getByRole("group", { name: "Every seed: table" }).getByRole("row").nth(9).waitFor();
    }));

  for (const colorScheme of ["light", "dark"] as const)
    for (const name of ["one", "two", "images", "sweep"])
      test(`${name} in ${colorScheme}: nothing serious for people who read by other means, nothing cut at 600 pixels`, () =>
        opened(
          name,
          async page => {
            for (const details of await page.locator("summary").all()) await details.click();
            assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 600);
            assert.deepEqual(await seriousViolations({ page }), []);
          },
          { colorScheme, viewport: { width: 600, height: 900 } },
        ));

  test("on paper it is light, whatever the screen is", () =>
    opened(
      "one",
      async page => {
        const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
        assert.equal(await ground(), "rgb(31, 31, 31)");
        // Nothing waits for a frame: what is printed is what stands there when the event was heard.
        const redrawn = await page.evaluate(() => {
          const drawings = () => [...document.querySelectorAll("canvas")].map(canvas => canvas.toDataURL());
          const before = drawings();
          dispatchEvent(new Event("beforeprint"));
          return drawings().map((now, i) => now !== before[i]);
        });
        assert.ok(redrawn.length > 5 && redrawn.every(Boolean), redrawn.join());
        assert.equal(await ground(), "rgb(255, 255, 255)");
        await page.evaluate(() => dispatchEvent(new Event("afterprint")));
        assert.equal(await ground(), "rgb(31, 31, 31)");
      },
      { colorScheme: "dark" },
    ));
});
