import assert from "node:assert/strict";
import { pairingLab } from "../../cli/terminal-command.ts";
import { steadyExperiment } from "../experiments.ts";
import { processesWith } from "../processes.ts";
import { takePicture } from "../stage.ts";
import { until } from "../../support/until.ts";
import type { Scenarios } from "./scenario.ts";

const files = { "finished.gan.json": steadyExperiment("finished", { steps: 300, pace: 0 }) };

export const restricted: Scenarios = {
  "An untrusted workspace may be looked at: its runs are listed and shown, nothing is trained or written": {
    options: { trusted: false, files },
    async play(stage) {
      assert.equal((await pairingLab(stage.workspace, "train", "finished.gan.json")).code, 0);
      const window = await stage.openWindow();
      await window.runs.show();
      const dashboard = await window.openRow(/^finished, seed 1, Finished/, "finished");
      await dashboard.isIn("Finished");
      await dashboard.curveShows("Losses", /generator [\d.]+/);
      assert.ok(await dashboard.action("Branch").isDisabled());
      assert.ok(!(await window.offers("Pairing Lab: Train the Demo")));
      assert.ok(!(await window.offers("Pairing Lab: Resume")));
      assert.ok(!(await window.offers("Pairing Lab: Star")));
      assert.ok(!(await window.offers("Pairing Lab: Open in TensorBoard")));
      assert.ok(await window.offers("Pairing Lab: Open Dashboard"));
      await takePicture(window, "restricted");
      assert.deepEqual(
        processesWith(stage.runsFolder).map(({ args }) => args),
        [],
      );
    },
  },

  "Trust that is given while a run is looked at brings its page and the list to life, without a reload": {
    options: { trusted: false, files },
    async play(stage) {
      assert.equal((await pairingLab(stage.workspace, "train", "finished.gan.json")).code, 0);
      const window = await stage.openWindow();
      await window.runs.show();
      const before = await window.openRow(/^finished, seed 1, Finished/, "finished");
      await before.isIn("Finished");
      assert.ok(!(await window.offers("Pairing Lab: Star")));

      await before.page.getByText(/^Restricted Mode: this run is shown from what it recorded/).waitFor();
      await before.page.getByRole("button", { name: "Manage Workspace Trust" }).click();
      await window.trust();
      const page = await window.dashboard("finished");
      await page.page.getByText(/^Restricted Mode/).waitFor({ state: "hidden" });
      await until("its run can be branched", () => page.action("Branch").isEnabled());
      await page.curveShows("Losses", /generator [\d.]+/);
      // What only a trusted workspace renders, and writes.
      await page.page.getByRole("img", { name: /^Moves [\d.]+ in all/ }).waitFor();
      await window.runs.act(/^finished, seed 1/, "Star");
      await window.runs.row(/^finished, .*starred/).waitFor();
      await takePicture(window, "trusted");
      assert.deepEqual(window.log.violations(), []);
    },
  },
};
