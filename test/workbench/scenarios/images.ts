import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { decode } from "fast-png";
import { takePicture } from "../stage.ts";
import { until } from "../../support/until.ts";
import type { Scenarios } from "./scenario.ts";

/** Digits by networks too small to draw them, as long as a test needs. */
const digits = JSON.stringify({
  name: "tiny-digits",
  steps: 100_000,
  batch: 8,
  pace: 5,
  data: { kind: "digits" },
  latent: { size: 8 },
  generator: { channels: 4 },
  discriminator: { channels: 4 },
  record: { scalars: 5, samples: 5, evaluation: 10, checkpoint: 10 },
  evaluation: { samples: 50 },
});

export const images: Scenarios = {
  "A run of digits is watched: a sample is picked, the path scrubbed, the map shows images, and a picture and frames are saved":
    {
      options: { files: { "tiny-digits.gan.json": digits } },
      async play(stage) {
        const window = await stage.openWindow();
        const dashboard = await window.train("tiny-digits.gan.json", "tiny-digits");
        const { page } = dashboard;
        const grid = page.getByRole("img", { name: /^96 generated images at step/ });
        await grid.waitFor();
        await page
          .getByText(
            /Plane through A, B and probe #40\. (?:\d+ of 10 classes in it|Classes: precision is near 0.+)\.$/,
          )
          .waitFor();
        await dashboard.action("Stop").click();
        await dashboard.isIn("Stopped");

        await grid.press("ArrowRight");
        await grid.press("Enter");
        await page.getByRole("heading", { name: "Probe #1" }).waitFor();
        await page.getByText(/^step \d+, nearest real [\d.]+ away$/).waitFor();
        await page.getByRole("slider", { name: "Interpolation position t" }).press("End");
        await page.getByRole("img", { name: /^Image at t 1\.00, class \d$/ }).waitFor();
        await page.getByRole("radio", { name: "images" }).click();
        await page.getByText(/One image over a large area/).waitFor();
        await takePicture(window, "dashboard-images");

        const saved = async (name: RegExp): Promise<Buffer> => {
          const found = await until(`${String(name)} is saved`, () =>
            readdirSync(stage.workspace).find(file => name.test(file)),
          );
          return readFileSync(join(stage.workspace, found));
        };
        await dashboard.choose("Samples: save", "Save all samples as PNG");
        await window.saveAsProposed();
        const { width, height } = decode(await saved(/^tiny-digits seed 1 samples \d+\.png$/));
        assert.deepEqual([width, height], [12 * 58 - 2, 8 * 58 - 2]);
        await page.getByRole("button", { name: "Export frames" }).click();
        const dialog = page.getByRole("dialog", { name: "Export frames" });
        await dialog.getByRole("button", { name: /^Export \d+ frames$/ }).click();
        await window.saveAsProposed();
        assert.equal((await saved(/^tiny-digits seed 1 frames\.gif$/)).toString("latin1", 0, 6), "GIF89a");
        assert.deepEqual(window.log.violations(), []);
      },
    },
};
