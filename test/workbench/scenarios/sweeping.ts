import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { steadyExperiment } from "../experiments.ts";
import { processesWith } from "../processes.ts";
import { takePicture } from "../stage.ts";
import { SweepOnDisk } from "../sweep-on-disk.ts";
import { until } from "../../support/until.ts";
import type { Scenarios } from "./scenario.ts";

const sweep = (values: readonly number[], seeds: readonly number[]) =>
  JSON.stringify({ experiment: "steady.gan.json", axes: { "pairing.weight": values }, seeds }, null, 2);

export const sweeping: Scenarios = {
  "A sweep run from its file fills its report while it trains, also over a reload; its row has its runs": {
    options: {
      files: {
        "steady.gan.json": steadyExperiment("steady", { steps: 300, pace: 60 }),
        "weights.sweep.json": sweep([0, 0.02], [1, 2]),
      },
    },
    async play(stage) {
      const window = await stage.openWindow();
      await window.runs.show();
      const report = await window.sweep("weights.sweep.json", "weights");
      await report.progress(/of 4 done/);
      await window.runs.row(/^weights/).waitFor();

      await window.reload(/runs\/weights/);
      const after = await window.report("weights");
      await after.progress("4 of 4 done");
      assert.equal(await after.rows(), 2);
      await after.page
        .getByRole("img", { name: /^Distance ratio against pairing\.weight: best [\d.]+ at 0/ })
        .waitFor();
      // Samples are drawn when they come into sight.
      await after.page.getByRole("button", { name: /^weight 0\.02, seed 1: / }).scrollIntoViewIfNeeded();
      await after.page.getByRole("button", { name: /^weight 0\.02, seed 1: samples at step 300/ }).waitFor();
      await takePicture(window, "sweep-report");

      await after.page.getByRole("button", { name: /^weight 0\.02, seed 1: / }).click();
      const dashboard = await window.dashboard("steady");
      await dashboard.isIn("Finished");
      assert.deepEqual(window.log.violations(), []);
    },
  },

  "A sweep is cancelled from its report with every run saved, and goes on from there": {
    options: {
      files: {
        "steady.gan.json": steadyExperiment("steady"),
        "weights.sweep.json": sweep([0, 0.02], [1]),
      },
    },
    async play(stage) {
      const window = await stage.openWindow();
      const report = await window.sweep("weights.sweep.json", "weights");
      const onDisk = new SweepOnDisk(join(stage.runsFolder, "weights"));
      const { folder } = onDisk;
      await onDisk.trains(2);
      await report.page.getByRole("button", { name: "Cancel" }).click();
      await report.page.getByRole("button", { name: "Go on" }).waitFor();
      await until("no process is left", () => processesWith(folder).length === 0);
      await onDisk.isSaved();
      await onDisk.goesOnBy(() => report.page.getByRole("button", { name: "Go on" }).click());
      assert.match(
        readFileSync(join(folder, "sweep.log"), "utf8"),
        /Stopping: saving a checkpoint of every run/,
      );
    },
  },
};
