import assert from "node:assert/strict";
import { pairingLab } from "../../cli/terminal-command.ts";
import { RunOnDisk } from "../run-on-disk.ts";
import { takePicture } from "../stage.ts";
import type { Scenarios } from "./scenario.ts";

export const firstRun: Scenarios = {
  "In an empty workspace the welcome's button trains the demo, and everything shows it live": {
    async play(stage) {
      const window = await stage.openWindow();
      await window.runs.show();
      await window.runs.welcome.getByText("No runs here yet").waitFor();
      await takePicture(window, "welcome");

      const button = window.runs.welcomeButton("Train the Demo");
      await button.waitFor();
      const pressed = performance.now();
      await button.click();
      // It trains on for as long as a window on a busy machine takes to show it.
      const slowed = RunOnDisk.only(stage.runsFolder).then(({ folder }) =>
        pairingLab(stage.workspace, "control", folder, "set", "pace=80"),
      );
      const dashboard = await window.dashboard("ring-8");
      await dashboard.curveShows("Losses", /generator [\d.]+/);
      stage.tell(
        `${((performance.now() - pressed) / 1000).toFixed(1)} s from the button to the first point on screen`,
      );
      const { code, err } = await slowed;
      assert.equal(code, 0, err);
      await dashboard.isIn("Training");
      const run = await RunOnDisk.only(stage.runsFolder);

      await window.runs.row(/^ring-8, seed 1, Training/).waitFor();
      await window.runs.badge.filter({ hasText: "1" }).waitFor();
      await window.statusBarItem(/Pairing Lab: ring-8 training/).waitFor();
      await dashboard.curveShows("Quality", /coverage [\d.]+/);
      await dashboard.samplesShow(/\d of 8 modes/);
      await takePicture(window, "dashboard-live");

      assert.equal(run.status.steps, 8000);
      assert.ok(run.status.stepsPerSecond < 330, `${run.status.stepsPerSecond} steps a second leave no time`);
      assert.deepEqual(window.log.violations(), []);
      assert.deepEqual([...window.log.strangers], []);
    },
  },
};
