import assert from "node:assert/strict";
import { describe } from "node:test";
import { bundlePage, noBrowser } from "./browser.ts";
import { DashboardPage, type OpenOptions } from "./dashboard-page.ts";
import { seriousViolations } from "./accessibility.ts";
import { pageTests } from "./page-tests.ts";
import { themes, type ThemeName } from "./themes.ts";

const classed = { step: 6400, images: "classed" } as const;

describe("the dashboard of a run of images", { skip: noBrowser }, () => {
  const on = pageTests<DashboardPage, OpenOptions>({
    bundle: () => bundlePage(),
    usual: { host: classed },
    open: (browser, files, options) => DashboardPage.open(browser, files, options),
  });

  const grid = ({ page }: DashboardPage) => page.getByRole("img", { name: /generated images at step/ });
  const probe = ({ page }: DashboardPage, letter: string) =>
    page.getByRole("textbox", { name: `Probe latent ${letter}` });
  const picked = async (dashboard: DashboardPage) =>
    /Picked: probe latent (\d+)/.exec((await grid(dashboard).getAttribute("aria-label")) ?? "")?.[1];
  const lastParams = async (dashboard: DashboardPage, method: string) =>
    (await dashboard.calls(method)).at(-1)?.params;

  for (const theme of Object.keys(themes) as ThemeName[])
    on(
      `${theme}: axe-core finds nothing serious`,
      async dashboard => {
        await dashboard.settleImages();
        assert.deepEqual(await seriousViolations(dashboard), []);
      },
      { theme },
    );
  on(
    "narrow: axe-core finds nothing serious",
    async dashboard => {
      await dashboard.settleImages();
      assert.deepEqual(await seriousViolations(dashboard), []);
    },
    { width: 480 },
  );

  on("nothing of points is asked for, and each picture once", async dashboard => {
    await dashboard.settleImages();
    for (const method of ["samples/at", "data/real", "discriminator/map", "latent/path", "latent/map"])
      assert.equal((await dashboard.calls(method)).length, 0, method);
    for (const method of ["samples/images", "data/images", "latent/neighbours", "data/nearest"])
      assert.equal((await dashboard.calls(method)).length, 1, method);
    assert.deepEqual(
      (await dashboard.calls("latent/imagePath")).map(({ params }) => (params as { count: number }).count),
      [17, 97],
    );
  });

  on(
    "arrows pick a sample, which is looked at closely; Enter makes it an end of the path",
    async dashboard => {
      await dashboard.settleImages();
      await grid(dashboard).focus();
      await grid(dashboard).press("ArrowRight");
      await grid(dashboard).press("ArrowDown");
      assert.equal(await picked(dashboard), "7");
      await dashboard.page.getByRole("heading", { name: "Probe #7" }).waitFor();
      await dashboard.page.waitForFunction(() => {
        const last = globalThis.fakeHost.calls.findLast(({ method }) => method === "data/nearest")?.params;
        return typeof last === "object" && last !== null && "probe" in last && last.probe === 7;
      });
      assert.deepEqual(await lastParams(dashboard, "latent/neighbours"), {
        step: 6000,
        probe: 7,
        noise: 0.1,
        count: 8,
      });
      // What is enlarged is the sample that was picked; its neighbours are those of the checkpoint before it.
      assert.deepEqual(await lastParams(dashboard, "data/nearest"), { step: 6400, probe: 7, count: 2 });
      await dashboard.page.getByText(/^step 6,400, nearest real 0\.\d+ away$/).waitFor();
      await dashboard.page.getByText(/^neighbours at 6,000, moved 0\.\d+$/).waitFor();
      await grid(dashboard).press("Enter");
      await grid(dashboard).press("End");
      await grid(dashboard).press("Shift+Enter");
      assert.deepEqual(
        [await probe(dashboard, "A").inputValue(), await probe(dashboard, "B").inputValue()],
        ["7", "95"],
      );
      await dashboard.page.getByRole("button", { name: "C", exact: true }).click();
      assert.equal(await probe(dashboard, "C").inputValue(), "95");
    },
  );

  on("the step is not moved by keys that the grid takes", async dashboard => {
    await dashboard.settleImages();
    await grid(dashboard).focus();
    for (const key of ["ArrowLeft", "Shift+ArrowDown", "+", "-", "0", "PageDown", "PageUp"])
      await grid(dashboard).press(key);
    assert.equal(await dashboard.shownStep(), "6,400");
  });

  on("the grid zooms and moves by keys, wheel and dragging, and shows all again", async dashboard => {
    const { page } = dashboard;
    await dashboard.settleImages();
    const whole = async () => {
      const text = await page.getByText(/^\d+ of 96 at step/).innerText();
      return Number(/^\d+/.exec(text)?.[0]);
    };
    assert.equal(await whole(), 54);
    await grid(dashboard).focus();
    for (let i = 0; i < 4; i++) await grid(dashboard).press("+");
    const near = await whole();
    assert.ok(near >= 4 && near <= 12, `${near} images are seen whole`);
    await page.getByRole("button", { name: "Zoom out to the whole grid" }).click();
    assert.equal(await whole(), 54);
    const box = await grid(dashboard).boundingBox();
    assert.ok(box !== null);
    await page.mouse.move(box.x + 50, box.y + 300);
    await page.mouse.down();
    await page.mouse.move(box.x + 50, box.y + 20, { steps: 4 });
    await page.mouse.up();
    // Dragging is no click: the same sample stays picked, and the first row is gone.
    assert.equal(await picked(dashboard), "0");
    await page.mouse.click(box.x + 20, box.y + 20);
    assert.ok(Number(await picked(dashboard)) >= 30);
    await page.keyboard.down("Control");
    await page.mouse.wheel(0, -400);
    await page.keyboard.up("Control");
    await page.waitForFunction(
      () => !/^5\d of/.test(document.querySelector(".samples .tiny")?.textContent ?? ""),
    );
    await page.getByRole("radio", { name: "6 × 6" }).click();
    assert.equal(await whole(), 24);
    await page.getByRole("button", { name: "real", exact: true }).click();
    assert.equal(await whole(), 36);
  });

  on("a click picks, a double click begins the path there, a click with Shift ends it", async dashboard => {
    const { page } = dashboard;
    await dashboard.settleImages();
    const box = await grid(dashboard).boundingBox();
    assert.ok(box !== null);
    const at = (column: number, row: number) => [box.x + 20 + 43 * column, box.y + 20 + 43 * row] as const;
    await page.mouse.click(...at(2, 1));
    assert.equal(await picked(dashboard), "8");
    assert.equal(await probe(dashboard, "A").inputValue(), "5");
    await page.mouse.dblclick(...at(3, 1));
    assert.equal(await probe(dashboard, "A").inputValue(), "9");
    await page.keyboard.down("Shift");
    await page.mouse.click(...at(4, 1));
    await page.keyboard.up("Shift");
    assert.equal(await probe(dashboard, "B").inputValue(), "10");
  });

  on("scrubbing shows another image without asking the host again, and names its class", async dashboard => {
    const { page } = dashboard;
    await dashboard.settleImages();
    await page.waitForFunction(
      () => globalThis.fakeHost.calls.filter(({ method }) => method === "latent/imagePath").length === 2,
    );
    const scrubbed = page.getByRole("img", { name: /^Image at t/ });
    const pixels = async () => (await scrubbed.screenshot()).toString("base64");
    const before = await pixels();
    const slider = page.getByRole("slider", { name: "Interpolation position t" });
    await slider.focus();
    for (let i = 0; i < 5; i++) await slider.press("Shift+ArrowRight");
    assert.match((await slider.getAttribute("aria-valuetext")) ?? "", /^0\.92, class \d$/);
    await page.getByRole("img", { name: /^Image at t 0\.92, class \d$/ }).waitFor();
    assert.notEqual(await pixels(), before);
    assert.equal((await dashboard.calls("latent/imagePath")).length, 2);
  });

  on("a new end gives a strip at once and the whole path after it", async dashboard => {
    await dashboard.settleImages();
    await probe(dashboard, "B").fill("33");
    await probe(dashboard, "B").press("Enter");
    await dashboard.page.waitForFunction(
      () => globalThis.fakeHost.calls.filter(({ method }) => method === "latent/imagePath").length === 4,
    );
    const asked = (await dashboard.calls("latent/imagePath")).slice(-2).map(({ params }) => params);
    const path = { step: 6000, from: 5, to: 33, path: "slerp" };
    assert.deepEqual(asked, [
      { ...path, count: 17, classes: false },
      { ...path, count: 97, classes: true },
    ]);
  });

  on(
    "what a classifier calls samples that are noise is muted, and says why",
    async dashboard => {
      const { page } = dashboard;
      await dashboard.settleImages();
      await page.getByText(/Classes: precision is near 0: the samples are noise/).waitFor();
      assert.equal(await page.locator(".map.muted, .class-bars.muted").count(), 2);
      // No "9/10" beside the quality of noise.
      assert.doesNotMatch((await dashboard.chart("Quality").getAttribute("aria-label")) ?? "", /modes \d/);
    },
    { host: { step: 2000, images: "classed" } },
  );

  on("the map shows classes, images or stretch, and keys point at a latent", async dashboard => {
    const { page } = dashboard;
    await dashboard.settleImages();
    const plane = { step: 6000, from: 5, to: 18, third: 40 };
    assert.deepEqual(await lastParams(dashboard, "latent/imageMap"), {
      ...plane,
      columns: 32,
      rows: 32,
      images: false,
    });
    await page.getByText(/Plane through A, B and probe #40\. \d of 10 classes in it\.$/).waitFor();
    await page.getByRole("radio", { name: "images" }).click();
    await page.getByText(/One image over a large area/).waitFor();
    await page.waitForFunction(
      () => globalThis.fakeHost.calls.filter(({ method }) => method === "latent/imageMap").length === 2,
    );
    assert.deepEqual(await lastParams(dashboard, "latent/imageMap"), {
      ...plane,
      columns: 12,
      rows: 12,
      images: true,
    });
    const map = page.getByRole("img", { name: /^Latent map of checkpoint 6,000/ });
    await map.focus();
    await map.press("ArrowRight");
    const pointed = page.getByRole("img", {
      name: /^Latent at column \d+, row \d+: class \d, stretch 0\.\d+/,
    });
    await pointed.waitFor();
    await pointed.press("Escape");
    await map.waitFor();
    await page.getByRole("radio", { name: "stretch" }).click();
    await page.getByText(/a small latent step changes much/).waitFor();
  });

  on("shares by class stand beside the real ones, with a table behind them", async dashboard => {
    const { page } = dashboard;
    await dashboard.settleImages();
    await page.getByRole("img", { name: /^10 of 10 classes, 0 \d+\.\d %, 1 / }).waitFor();
    await page.getByText("% of 1,000 samples; dashed: real, 10 %").waitFor();
    await page.getByRole("button", { name: "Share by class: data table" }).click();
    await page.getByRole("dialog", { name: "Classes at checkpoint 6,000" }).waitFor();
  });

  on(
    "where classes cannot be told, nothing speaks of them",
    async dashboard => {
      await dashboard.settleImages();
      assert.equal(await dashboard.page.getByRole("heading", { name: "Share by class" }).count(), 0);
      assert.equal(await dashboard.page.getByRole("radio", { name: "class" }).count(), 0);
      assert.equal(
        await dashboard.page.getByRole("radio", { name: "images" }).getAttribute("aria-checked"),
        "true",
      );
      await dashboard.page.getByRole("img", { name: "Image at t 0.42", exact: true }).waitFor();
    },
    { host: { step: 6400, images: "unclassed" } },
  );

  on("samples, film strip and frames are saved", async dashboard => {
    const { page } = dashboard;
    await dashboard.settleImages();
    await dashboard.choose("Samples: save", "Save all samples as PNG");
    await dashboard.choose("Samples: save", "Save film strip as PNG");
    await dashboard.choose("Samples: save", "Save samples as NPY");
    await page.getByRole("button", { name: "Export frames" }).click();
    const dialog = page.getByRole("dialog", { name: "Export frames" });
    await dialog.getByText(/Each frame is the grid as it is shown/).waitFor();
    const count = dialog.getByRole("textbox", { name: "Frames, at most" });
    await count.fill("3");
    await count.press("Enter");
    await dialog.getByRole("button", { name: "Export 3 frames" }).click();
    await dialog.waitFor({ state: "detached" });
    const saves = (await dashboard.calls("host/save")).map(({ params }) => params as SavedFile);
    assert.deepEqual(
      saves.map(({ name, kind }) => [name, kind]),
      [
        ["digits-weak seed 3 samples 6400.png", "png"],
        ["digits-weak seed 3 interpolation 6000.png", "png"],
        ["digits-weak seed 3 frames.gif", "gif"],
      ],
    );
    // The sides in a PNG's header: 96 images of 56 pixels in rows of 12, 17 in one row, 2 pixels between.
    const sidesOf = ({ bytes }: SavedFile) =>
      [16, 20].map(at => (Number(bytes[at + 2]) << 8) + Number(bytes[at + 3]));
    assert.deepEqual(saves.slice(0, 2).map(sidesOf), [
      [12 * 58 - 2, 8 * 58 - 2],
      [17 * 58 - 2, 56],
    ]);
    assert.deepEqual(await lastParams(dashboard, "samples/save"), { step: 6400 });
  });

  on("what was arranged survives a reload", async dashboard => {
    const { page } = dashboard;
    await dashboard.settleImages();
    await page.getByRole("radio", { name: "6 × 6" }).click();
    await grid(dashboard).focus();
    await grid(dashboard).press("ArrowRight");
    await grid(dashboard).press("+");
    await probe(dashboard, "C").fill("61");
    await probe(dashboard, "C").press("Enter");
    await page.getByRole("radio", { name: "stretch" }).click();
    const before = await page.getByText(/^\d+ of 96 at step/).innerText();
    await page.reload();
    await dashboard.setTheme("dark");
    await dashboard.settleImages();
    assert.equal(await picked(dashboard), "1");
    assert.equal(await probe(dashboard, "C").inputValue(), "61");
    assert.equal(await page.getByText(/^\d+ of 96 at step/).innerText(), before);
    assert.equal(await page.getByRole("radio", { name: "stretch" }).getAttribute("aria-checked"), "true");
  });

  on(
    "before the first checkpoint there are samples, and everything else says what it waits for",
    async dashboard => {
      const { page } = dashboard;
      await page.getByText(/^54 of 96 at step 1,500/).waitFor();
      assert.equal(await page.getByText("waiting for the first checkpoint").count(), 2);
      await page.getByText("The latent map comes with the first checkpoint.").waitFor();
      assert.deepEqual(await seriousViolations(dashboard), []);
    },
    { host: { step: 1500, images: "classed" } },
  );

  on(
    "a run without samples says what it waits for",
    async dashboard => {
      await dashboard.page.getByText("waiting for the first samples").waitFor();
      assert.deepEqual(await seriousViolations(dashboard), []);
      await dashboard.trainTo(2000);
      await dashboard.page.getByText(/^54 of 96 at step 2,000/).waitFor();
    },
    { host: { step: 0, images: "classed", status: { state: "starting", message: "compiling the step" } } },
  );

  on(
    "what cannot be shown says why in its place, and the rest is shown",
    async dashboard => {
      const { page } = dashboard;
      await page.getByText("digits cannot be read").first().waitFor();
      assert.equal(await page.getByText("the generator cannot be opened").count(), 2);
      await page
        .getByText(/^nearest real|digits cannot be read/)
        .first()
        .waitFor();
      assert.ok(await grid(dashboard).isVisible());
    },
    {
      host: {
        ...classed,
        failing: {
          "data/images": "digits cannot be read",
          "latent/imagePath": "the generator cannot be opened",
          "latent/imageMap": "the generator cannot be opened",
        },
      },
    },
  );

  on(
    "at a panel of 1,100 pixels nothing stands over anything else, and captions are whole",
    async dashboard => {
      await dashboard.settleImages();
      assert.deepEqual(await overlaps(dashboard), []);
      const captions = dashboard.page.locator(".picked figcaption");
      const isWhole = ({ scrollWidth, clientWidth }: Element) => scrollWidth <= clientWidth;
      for (const caption of await captions.all()) assert.ok(await caption.evaluate(isWhole));
    },
    { width: 1100 },
  );
  on("at 1,440 pixels every fact beside a head or a picture is there to its last letter", async dashboard => {
    await dashboard.settleImages();
    await grid(dashboard).focus();
    await grid(dashboard).press("+");
    await dashboard.page.getByRole("button", { name: "Zoom out to the whole grid" }).waitFor();
    const cut = await dashboard.page.evaluate(() =>
      [...document.querySelectorAll(".column .tiny, .column .tiny span")]
        .filter(({ scrollWidth, clientWidth }) => clientWidth > 0 && scrollWidth > clientWidth)
        .map(({ textContent }) => textContent),
    );
    assert.deepEqual(cut, []);
  });
  for (const width of [1020, 1100, 1200])
    on(
      `the same for points at ${width} pixels`,
      async dashboard => {
        await dashboard.settle();
        assert.deepEqual(await overlaps(dashboard), []);
      },
      { width, host: { step: 6400 } },
    );
});

interface SavedFile {
  readonly name: string;
  readonly kind: string;
  readonly bytes: Readonly<Record<string, number>>;
}

/** Heads and tools that reach beyond their column, and so over the next one. */
function overlaps({ page }: DashboardPage): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>(".column .head > *, .column .tools > *")].flatMap(element => {
      const column = element.closest(".column")?.getBoundingClientRect();
      const { right, left } = element.getBoundingClientRect();
      const outside = column !== undefined && (right > column.right + 1 || left < column.left - 1);
      return outside ? [element.outerHTML.slice(0, 100)] : [];
    }),
  );
}
