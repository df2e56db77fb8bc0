import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { Browser } from "playwright-core";
import { readExperiment } from "../../src/experiment/read.ts";
import { encodePng } from "../../src/formats/png.ts";
import { prepareRun } from "../../src/launching/prepare-run.ts";
import { startTrainer } from "../../src/launching/trainer.ts";
import { readScalars } from "../../src/runs/scalars.ts";
import { uniform } from "../support/uniform.ts";
import { bundlePage, bundleScript, noBrowser, openBrowser, type PageFiles } from "./browser.ts";
import { DashboardPage, type OpenOptions } from "./dashboard-page.ts";
import { openHost } from "./real-host.ts";

/** Ring-8 without pairing, slow enough to turn the weight while it trains. */
const turned = `{
  "name": "ring-8", "seed": 3, "steps": 1600, "pace": 500,
  "data": { "kind": "ring" }, "pairing": { "weight": 0 },
  "record": { "scalars": 10, "samples": 100, "evaluation": 200, "checkpoint": 400 },
  "evaluation": { "samples": 500 }
}`;

/** Digits by a DCGAN too small to draw them, trained for moments. */
const digits = `{
  "name": "digits", "seed": 3, "steps": 20, "batch": 16,
  "data": { "kind": "digits" }, "latent": { "size": 16 },
  "generator": { "kind": "dcgan", "channels": 4 }, "discriminator": { "kind": "dcgan", "channels": 4 },
  "record": { "scalars": 5, "samples": 10, "evaluation": 20, "checkpoint": 10 },
  "evaluation": { "samples": 100 }
}`;

/** Three clouds of one's own, with names that would be markup, a colour of the terminal, and too long anywhere. */
const classes = ["<b>left</b>", "far, \u001b[31maway", `long ${"o".repeat(300)}ng`] as const;
function labelledTable(): string {
  const random = uniform(17);
  const rows = Array.from({ length: 900 }, (_, i) => {
    const kind = i % 3;
    return `${4 * kind + random() + random()},"${classes[kind] ?? ""}",${3 * (kind % 2) + random() + random()}`;
  });
  return ["x,kind,y", ...rows].join("\n");
}

const labelled = (labels: string) => `{
  "name": "labelled", "seed": 3, "steps": 600, "batch": 64,
  "data": { "kind": "csv", "file": "${labels}", "columns": ["x", "y"], "labels": "kind" },
  "record": { "scalars": 10, "samples": 100, "evaluation": 200, "checkpoint": 200 },
  "evaluation": { "samples": 150 }
}`;

/** Pictures in folders: bright ones, dark ones and striped ones. */
function labelledPictures(folder: string): void {
  const random = uniform(18);
  const light = [() => 150, () => 10, (x: number) => (x % 8 < 4 ? 0 : 150)] as const;
  ["bright", "dark", "<i>striped</i>"].forEach((kind, k) => {
    const inside = join(folder, kind.replaceAll("/", "∕"));
    mkdirSync(inside, { recursive: true });
    for (let i = 0; i < 30; i++) {
      const data = Uint8Array.from({ length: 28 * 28 }, (_, p) => (light[k]?.(p % 28) ?? 0) + 100 * random());
      writeFileSync(join(inside, `${i}.png`), encodePng({ width: 28, height: 28, channels: 1, data }));
    }
  });
}

const ofFolders = (folder: string) => `{
  "name": "folders", "seed": 3, "steps": 20, "batch": 8,
  "data": { "kind": "images", "folder": "${folder}", "size": 28, "channels": 1 }, "latent": { "size": 16 },
  "generator": { "kind": "dcgan", "channels": 4 }, "discriminator": { "kind": "dcgan", "channels": 4 },
  "record": { "scalars": 5, "samples": 10, "evaluation": 20, "checkpoint": 10 },
  "evaluation": { "samples": 18, "neighbours": 3 }
}`;

/** The same with the turn planned, for the pictures in docs: UPDATE_PICTURES=1 makes them anew. */
const pictured = `{
  "name": "ring-8", "seed": 3, "steps": 8000,
  "data": { "kind": "ring" }, "pairing": { "weight": 0 },
  "schedule": [
    { "at": 3000, "set": "pairing.weight", "to": 0.02 },
    { "at": 5500, "set": "optimizers.generator.learningRate", "to": 1e-4, "over": 2000 }
  ],
  "record": { "scalars": 10, "samples": 100, "evaluation": 100, "checkpoint": 1000 },
  "evaluation": { "samples": 1000 }
}`;
const updating = process.env["UPDATE_PICTURES"] !== undefined;
const pictures = "docs/pictures";

describe("a run that really trains", { skip: noBrowser }, () => {
  let browser: Browser;
  let files: PageFiles;
  /** Where the test's own pictures are left to be looked at. */
  const shots = process.env["SHOTS"] ?? mkdtempSync(join(tmpdir(), "pairing-lab-shots-"));
  const runsFolder = mkdtempSync(join(tmpdir(), "pairing-lab-dashboard-"));
  before(async () => {
    const [opened, bundled, host] = await Promise.all([
      openBrowser(),
      bundlePage(),
      bundleScript("test/webview/remote-host.ts"),
    ]);
    browser = opened;
    files = { ...bundled, host };
  });
  after(async () => {
    await browser.close();
    rmSync(runsFolder, { recursive: true, force: true });
  });

  const begin = async (text: string) => {
    const folder = await prepareRun({ experiment: readExperiment(text, "ring-8.gan.json"), runsFolder });
    return startTrainer(folder, { detached: false, script: "dist/trainer.js" });
  };

  /** Opens a run's dashboard with the host that it has in the editor. */
  const watch = async (
    folder: string,
    options: OpenOptions,
    use: (dashboard: DashboardPage) => Promise<void>,
    keep?: (bytes: Uint8Array) => void,
  ) => {
    const opened: { host: Awaited<ReturnType<typeof openHost>> | null } = { host: null };
    const dashboard = await DashboardPage.open(browser, files, {
      ...options,
      beforeLoad: async page => {
        opened.host = await openHost(folder, page, keep);
      },
    });
    try {
      await use(dashboard);
      assert.deepEqual(dashboard.complaints, []);
    } finally {
      await dashboard.close();
      await opened.host?.close();
    }
  };

  test("is watched live, its weight is turned, and the turn is seen in chart, note and journal", async () => {
    const trainer = await begin(turned);
    try {
      await watch(trainer.folder, {}, async dashboard => {
        const { page } = dashboard;
        page.setDefaultTimeout(60_000);
        await page.getByRole("status").filter({ hasText: "Training" }).waitFor();
        await page.getByText(/1,024 generated/).waitFor();
        await dashboard.setWeight("0.02");
        await page.getByText("Pairing weight 0 → 0.02").waitFor();
        await page.getByText(/^was 0 until [\d,]+$/).waitFor();
        await page.getByRole("status").filter({ hasText: "Finished" }).waitFor();
        await dashboard.settle();
        await page.getByRole("slider", { name: /^Losses, step 1,600: .*pairing \d/ }).waitFor();
        await page.getByText("D of step 1,600: generated").waitFor();
        assert.equal(await dashboard.shownStep(), "1,600");
        // Taken at evaluations, of which there are few: the last one is shown, no mean with those before.
        const last = readScalars(trainer.folder).get("pairing/gradient_ratio")?.at(-1)?.value ?? NaN;
        const ratio = page
          .getByLabel("Pairing", { exact: true })
          .locator("div", { hasText: "Gradient ratio" });
        const shown = async () => Number(await ratio.locator(".value").innerText());
        // Figures follow a run calmly.
        for (let frame = 0; frame < 300 && Math.abs((await shown()) - last) > 0.006; frame++)
          await dashboard.frames(1);
        assert.ok(Math.abs((await shown()) - last) <= 0.006, `${await shown()} is shown for ${last}`);
      });
    } finally {
      await trainer.stop();
    }
  });

  test("of digits is seen with its images, their neighbours, real ones and classes", async () => {
    const trainer = await begin(digits);
    const { code } = await trainer.ended;
    assert.equal(code, 0);
    await watch(trainer.folder, {}, async dashboard => {
      const { page } = dashboard;
      page.setDefaultTimeout(60_000);
      await dashboard.settleImages();
      await page.getByText("54 of 96 at step 20").waitFor();
      await page
        .getByRole("img", { name: /^Images from A to B, checkpoint 20, longest jump [\d.e−]+$/ })
        .waitFor();
      await page
        .getByText(
          /Plane through A, B and probe #40\. (?:\d+ of 10 classes in it|Classes: precision is near 0.+)\.$/,
        )
        .waitFor();
      await page.getByRole("img", { name: /^\d+ of 10 classes, 0 \d/ }).waitFor();
      // After so few steps they are noise, and the page names no classes.
      await page.getByText(/^precision is near 0: the samples are noise/).waitFor();
      await page.getByRole("radio", { name: "images" }).click();
      await page.getByText(/One image over a large area/).waitFor();
    });
  });

  test("of a table with labels shows its classes by name: inside each, in the latent map, on a path, in a table", async () => {
    const file = join(runsFolder, "points.csv");
    writeFileSync(file, labelledTable());
    const trainer = await begin(labelled(file));
    const { code } = await trainer.ended;
    assert.equal(code, 0);
    await watch(trainer.folder, {}, async dashboard => {
      const { page } = dashboard;
      page.setDefaultTimeout(60_000);
      await page.getByRole("heading", { name: "Inside each class" }).waitFor();
      await page.getByRole("img", { name: /^1,024 samples at step 600: \d of 3 classes$/ }).waitFor();
      await page
        .getByRole("img", { name: /^Class <b>left<\/b>: [\d.]+ % of samples; 33.3 % would/ })
        .waitFor();
      await page.getByRole("img", { name: /^Class far, \\u001b\[31maway: [\d.]+ % of samples/ }).waitFor();
      await page.getByRole("img", { name: /^Class long o+…o+ng: [\d.]+ % of samples/ }).waitFor();
      assert.equal(await page.locator("ul.lenses b b").count(), 0);
      await page.getByText(/Largest region: class .+, \d+ % of latents \(of the data: 33 %\)/).waitFor();
      await page.getByRole("radio", { name: "class" }).waitFor();
      await page.getByRole("img", { name: /^Moves .+, passes \d classes$/ }).waitFor();
      await page.locator("[aria-valuetext*=', class ']").first().waitFor();
      await dashboard.settle();
      await page.screenshot({ path: join(shots, "classes-of-points.png") });
      await page.getByRole("button", { name: "Classes: data table" }).click();
      const cells = await page.getByRole("dialog").locator("tbody tr").allInnerTexts();
      assert.equal(cells.length, 3);
      const shares = cells.map(row => Number(row.split("\t").at(-2)));
      assert.ok(Math.abs(shares.reduce((a, b) => a + b) - 100) < 0.2, cells.join());
    });
  });

  test("of pictures in labelled folders shows its classes by name: their shares, in the latent map, on the film", async () => {
    const folder = join(runsFolder, "pictures");
    labelledPictures(folder);
    const trainer = await begin(ofFolders(folder));
    const { code } = await trainer.ended;
    assert.equal(code, 0);
    await watch(trainer.folder, {}, async dashboard => {
      const { page } = dashboard;
      page.setDefaultTimeout(60_000);
      await dashboard.settleImages();
      await page.getByRole("heading", { name: "Share by class" }).waitFor();
      await page
        .getByRole("img", { name: /^\d of 3 classes, <i>striped<∕i> \d.*, bright \d.*, dark \d/ })
        .waitFor();
      await page.getByRole("radio", { name: "class" }).click();
      await page
        .getByText(/Plane through A, B and probe #40\. (?:\d of 3 classes in it|Classes: )/)
        .waitFor();
      await page
        .getByRole("img", { name: /^Image at t [\d.]+, class (?:bright|dark|<i>striped<∕i>)$/ })
        .waitFor();
      await page.screenshot({ path: join(shots, "classes-of-pictures.png") });
    });
  });

  if (updating)
    test("is pictured for the docs", async () => {
      mkdirSync(pictures, { recursive: true });
      const trainer = await begin(pictured);
      const { code } = await trainer.ended;
      assert.equal(code, 0);
      const views = [
        { name: "dashboard-dark", options: { theme: "dark" } },
        { name: "dashboard-light", options: { theme: "light" } },
        { name: "dashboard-high-contrast", options: { theme: "high-contrast-dark" } },
        { name: "dashboard-high-contrast-light", options: { theme: "high-contrast-light" } },
        { name: "dashboard-narrow", options: { theme: "dark", width: 480 } },
      ] as const;
      for (const { name, options } of views) {
        await watch(trainer.folder, options, async dashboard => {
          await dashboard.settle();
          await dashboard.page.getByText("D of step 8,000: generated").waitFor();
          await dashboard.page.screenshot({ path: `${pictures}/${name}.jpg`, quality: 80 });
        });
      }
      const animated = (bytes: Uint8Array): void => {
        writeFileSync(`${pictures}/samples.gif`, bytes);
      };
      const frames = async ({ page }: DashboardPage): Promise<void> => {
        page.setDefaultTimeout(120_000);
        await page.getByText("D of step 8,000: generated").waitFor();
        await page.getByRole("button", { name: "Export frames" }).click();
        const dialog = page.getByRole("dialog", { name: "Export frames" });
        await dialog.getByRole("textbox", { name: "Frames, at most" }).fill("40");
        await dialog.getByRole("textbox", { name: "Frames, at most" }).press("Enter");
        await dialog.getByRole("button", { name: "Export 40 frames" }).click();
        await dialog.waitFor({ state: "detached" });
      };
      await watch(trainer.folder, { theme: "dark" }, frames, animated);
    });
});
