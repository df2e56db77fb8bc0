import assert from "node:assert/strict";
import { lastCheckpoint } from "../../../src/runs/checkpoints.ts";
import { readRunInfo } from "../../../src/runs/run-info.ts";
import { steadyExperiment } from "../experiments.ts";
import { RunOnDisk } from "../run-on-disk.ts";
import { until } from "../../support/until.ts";
import type { Scenarios } from "./scenario.ts";

export const ending: Scenarios = {
  "The end of a run is told once, and its dashboard stays with its last step": {
    options: {
      files: { "short.gan.json": steadyExperiment("short", { steps: 600 }) },
      // Over a dashboard that is in sight nothing is told of what it shows.
      settings: { "pairingLab.openDashboard": false },
    },
    async play(stage) {
      const window = await stage.openWindow();
      await window.openFile("short.gan.json");
      await window.runs.show();
      await window.command("Pairing Lab: Train");
      const notice = await window.notification(/"short" finished at step 600, coverage [\d.]+/);
      await notice.getByRole("button", { name: "Open Dashboard" }).click();
      const dashboard = await window.dashboard("short");
      await dashboard.isIn("Finished");
      await window.runs.row(/^short, seed 1, Finished/).waitFor();
      const run = await RunOnDisk.only(stage.runsFolder);
      assert.equal(run.status.step, 600);
      await until("its process has ended", () => !run.trainerLives);
      await window.statusBarItem(/Pairing Lab/).waitFor({ state: "hidden" });
    },
  },

  "A run that becomes not finite is told with what to do: a branch from its last checkpoint with another knob":
    {
      options: { files: { "wild.gan.json": steadyExperiment("wild", { pace: 100 }) } },
      async play(stage) {
        const window = await stage.openWindow();
        const dashboard = await window.train("wild.gan.json", "wild");
        const run = await RunOnDisk.only(stage.runsFolder);
        await run.reaches(150);
        await window.command("Pairing Lab: Set Pairing Weight…");
        await window.answer("Pairing weight", "1e38");
        const question = window.page
          .getByRole("dialog")
          .filter({ hasText: "above 1, where the slider ends" });
        await question.getByRole("button", { name: "Set 1e+38" }).click();
        const notice = await window.notification(/"wild" became not finite at step/);
        await dashboard.isIn("Failed");

        await notice.getByRole("button", { name: "Branch…" }).click();
        // How far it came until the weight was there depends on the machine.
        const last = lastCheckpoint(run.folder)?.step ?? NaN;
        const at = last.toLocaleString("en-US");
        await window.pick("From which checkpoint?", `Step ${at}`);
        await window.pick("Which knob", "Pairing weight");
        await window.answer("Pairing weight", "0.02");
        await window.pick("Which knob", "Train the branch");
        await window.runs.show();
        await window.runs.row(new RegExp(`^branch @${at}[^,]*, seed 1, Training`)).waitFor();
        const branch = (await RunOnDisk.all(stage.runsFolder, 2)).find(({ id }) => id !== run.id);
        assert.ok(branch);
        assert.deepEqual(readRunInfo(branch.folder).parent, { id: run.id, step: last });
        await branch.reaches(last + 50);
        await until(
          "the branch has its own weight",
          () => branch.status.scalars["knob/pairing.weight"] === 0.02,
        );
      },
    },

  "Stop on several selected rows stops all of their runs": {
    options: {
      files: { "one.gan.json": steadyExperiment("one"), "two.gan.json": steadyExperiment("two") },
      settings: { "pairingLab.openDashboard": false },
    },
    async play(stage) {
      const window = await stage.openWindow();
      await window.runs.show();
      for (const name of ["one", "two"])
        await window.trainUnseen(`${name}.gan.json`, new RegExp(`^${name}, seed 1, Training`));
      await window.runs.row(/^one, seed 1/).click();
      await window.runs.row(/^two, seed 1/).click({ modifiers: ["Control"] });
      await window.runs.choose(/^two, seed 1/, "Stop");
      await window.runs.row(/^one, seed 1, Stopped/).waitFor();
      await window.runs.row(/^two, seed 1, Stopped/).waitFor();
    },
  },

  "Of two runs with room for one, the second waits its turn": {
    options: {
      files: {
        "one.gan.json": steadyExperiment("one"),
        "two.gan.json": steadyExperiment("two"),
      },
      settings: { "pairingLab.concurrentRuns": 1, "pairingLab.openDashboard": false },
    },
    async play(stage) {
      const window = await stage.openWindow();
      await window.runs.show();
      await window.trainUnseen("one.gan.json", /^one, seed 1, Training/);
      await window.trainUnseen("two.gan.json", /^two, seed 1, Queued/);
      const [one, two] = await RunOnDisk.all(stage.runsFolder, 2);
      assert.ok(one && two);
      // Every run is queued for a moment; this one stays so.
      await one.reaches(one.status.step + 300);
      assert.equal(two.status.pid, null);
      await window.runs.row(/^two, seed 1, Queued/).waitFor();

      await window.runs.act(/^one, seed 1/, "Stop");
      await window.runs.row(/^one, seed 1, Stopped/).waitFor();
      await window.runs.row(/^two, seed 1, Training/).waitFor();
    },
  },
};
