import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { listRuns } from "../../../src/runs/list.ts";
import { steadyExperiment } from "../experiments.ts";
import { processesWith } from "../processes.ts";
import { takePicture } from "../stage.ts";
import { until } from "../until.ts";
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
      await window.openFile("weights.sweep.json");
      await window.runs.show();
      await window.command("Pairing Lab: Run Sweep");
      const report = await window.report("weights");
      await report.progress(/of 4 done/);
      await window.runs.row(/^weights/).waitFor();

      await window.reload("runs/weights");
      const after = await window.report("weights");
      await after.progress("4 of 4 done");
      assert.equal(await after.rows(), 2);
      await after.page
        .getByRole("img", { name: /^Distance ratio against pairing\.weight: best [\d.]+ at 0/ })
        .waitFor();
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
      await window.openFile("weights.sweep.json");
      await window.command("Pairing Lab: Run Sweep");
      const report = await window.report("weights");
      const folder = join(stage.runsFolder, "weights");
      const steps = async () =>
        (await listRuns(folder)).map(run => (run.kind === "run" ? run.status.step : -1));
      await until("both runs train", async () => (await steps()).filter(step => step > 20).length === 2);
      await report.page.getByRole("button", { name: "Cancel" }).click();
      await report.page.getByRole("button", { name: "Go on" }).waitFor();
      await until("no process is left", () => processesWith(folder).length === 0);
      for (const run of await listRuns(folder)) {
        assert.ok(run.kind === "run");
        assert.equal(run.status.state, "stopped");
        const checkpoint = String(run.status.step).padStart(8, "0");
        assert.ok(existsSync(join(run.folder, "checkpoints", checkpoint)));
      }
      const before = Math.max(...(await steps()));
      await report.page.getByRole("button", { name: "Go on" }).click();
      await until("they go on", async () => Math.min(...(await steps())) > before);
      assert.match(
        readFileSync(join(folder, "sweep.log"), "utf8"),
        /Stopping: saving a checkpoint of every run/,
      );
    },
  },
};
