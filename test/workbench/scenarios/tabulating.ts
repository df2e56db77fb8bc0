import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { FrameLocator } from "playwright-core";
import { pairingLab } from "../../cli/terminal-command.ts";
import { until } from "../../support/until.ts";
import { steadyExperiment } from "../experiments.ts";
import { RunOnDisk } from "../run-on-disk.ts";
import { takePicture } from "../stage.ts";
import type { Workbench } from "../workbench.ts";
import type { Scenarios } from "./scenario.ts";

const files = { "short.gan.json": steadyExperiment("short", { steps: 100, pace: 0 }) };

/** The table of runs, once it is shown. */
const tableIn = (window: Workbench): Promise<FrameLocator> =>
  window.shownPage(
    page => page.getByRole("heading", { level: 1, name: "Runs" }).isVisible(),
    "the table of runs is shown",
  );

export const tabulating: Scenarios = {
  "The table of runs is filtered, its seeds put together, written, survives a reload, and brings back what it moved to the bin":
    {
      options: { files },
      async play(stage) {
        for (const seed of ["1", "2", "3"]) {
          const trained = await pairingLab(stage.workspace, "train", "short.gan.json", "--seed", seed);
          assert.equal(trained.code, 0, trained.err);
        }
        const window = await stage.openWindow();
        await window.runs.show();
        await window.command("Pairing Lab: Open the Table of Runs");
        const table = await tableIn(window);
        await table
          .getByRole("rowheader", { name: /^short/ })
          .nth(2)
          .waitFor();
        await takePicture(window, "table");

        await table.getByRole("searchbox", { name: "Filter runs" }).fill("seed:2");
        await table.getByText("1 of 3", { exact: true }).waitFor();
        await table.getByRole("searchbox", { name: "Filter runs" }).fill("");
        await table.getByText("3", { exact: true }).first().waitFor();
        await table.getByRole("button", { name: "Seeds together" }).click();
        await table.getByText("3 seeds", { exact: true }).waitFor();
        await table.getByRole("button", { name: "Export" }).click();
        await table.getByRole("menuitem", { name: "Save as CSV" }).click();
        const target = join(stage.workspace, "runs.csv");
        await window.saveAsProposed();
        await until("the table is written", () => existsSync(target));
        assert.match(
          readFileSync(target, "utf8"),
          /^name,seeds,state,.*Coverage: half 95 % interval.*\nshort,3 seeds,done,/,
        );

        await window.reload(/together\W+true/);
        const again = await tableIn(window);
        await again.getByText("3 seeds", { exact: true }).waitFor();
        await again.getByRole("button", { name: "Seeds together" }).click();
        await again.getByRole("gridcell", { name: "Not selected" }).nth(2).click();
        await again.getByRole("button", { name: "Move to the bin" }).click();
        const binned = await window.notification("1 run moved to the bin.");
        await until("the run is gone", () => RunOnDisk.list(stage.runsFolder).length === 2);
        await again.getByText("2", { exact: true }).first().waitFor();
        await binned.getByRole("button", { name: "Undo" }).click();
        await again
          .getByRole("rowheader", { name: /^short/ })
          .nth(2)
          .waitFor();
        assert.equal(RunOnDisk.list(stage.runsFolder).length, 3);
        assert.deepEqual(window.log.violations(), []);
      },
    },
};
