import assert from "node:assert/strict";
import { steadyExperiment } from "../experiments.ts";
import { RunOnDisk } from "../run-on-disk.ts";
import { readRunInfo } from "../../../src/runs/run-info.ts";
import { takePicture } from "../stage.ts";
import { until } from "../../support/until.ts";
import type { Scenarios } from "./scenario.ts";

const files = { "steady.gan.json": steadyExperiment("steady") };

export const steering: Scenarios = {
  "A knob that is turned stands in the journal, in the curve and at the next step; undo is a change too": {
    options: { files },
    async play(stage) {
      const window = await stage.openWindow();
      const dashboard = await window.train("steady.gan.json", "steady");
      await dashboard.isIn("Training");
      const run = await RunOnDisk.only(stage.runsFolder);

      await dashboard.setKnob("Pairing weight", 0.05, /Pairing weight 0\.01 → 0\.05/);
      const [turned] = run.journal.filter(({ key }) => key === "pairing.weight");
      assert.equal(turned?.kind, "intervention");
      assert.equal(turned.by, "extension");
      assert.deepEqual([turned.from, turned.to], [0.01, 0.05]);
      await run.reaches(turned.step + 20);
      await until("the knob's curve has the new value", () => {
        const last = run.curve("knob/pairing.weight").at(-1);
        return last !== undefined && Math.abs(last.value - 0.05) < 1e-6;
      });
      await dashboard.heldWeight(/^Now 0\.05, from step/).waitFor();
      await dashboard.heldWeight(/^Restore 0\.01/).waitFor();
      await takePicture(window, "knob-turned");

      await dashboard.undoKnob(/Pairing weight 0\.05 → 0\.01/);
      assert.deepEqual(
        run.journal.filter(({ key }) => key === "pairing.weight").map(({ to }) => to),
        [0.05, 0.01],
      );
      assert.deepEqual(window.log.violations(), []);
    },
  },

  "Pause holds the step, resume goes on, a checkpoint is written, stop keeps everything": {
    options: { files },
    async play(stage) {
      const window = await stage.openWindow();
      const dashboard = await window.train("steady.gan.json", "steady");
      const run = await RunOnDisk.only(stage.runsFolder);
      const { trainer } = run;
      await run.reaches(100);

      await dashboard.action("Pause").click();
      await dashboard.isIn("Paused");
      const paused = await run.isIn("paused");
      await window.runs.row(/^steady, seed 1, Paused/).waitFor();

      await dashboard.action("Checkpoint").click();
      await dashboard.journalEntry("Checkpoint").waitFor();
      assert.equal(run.status.step, paused.step, "a paused run takes no step");

      await dashboard.action("Resume").click();
      await dashboard.isIn("Training");
      await run.reaches(paused.step + 50);
      assert.equal(run.trainer, trainer, "the same process goes on");

      await dashboard.action("Stop").click();
      await dashboard.isIn("Stopped");
      const stopped = await run.isIn("stopped");
      await until("its process has ended", () => !run.trainerLives);
      await window.runs.row(/^steady, seed 1, Stopped/).waitFor();

      await dashboard.action("Resume").click();
      await dashboard.isIn("Training");
      await run.reaches(stopped.step + 50);
      assert.deepEqual(
        run.journal.flatMap(entry =>
          entry.kind === "intervention" && entry.do !== undefined ? [entry.do] : [],
        ),
        ["pause", "checkpoint", "resume", "stop"],
      );
    },
  },

  "B in the dashboard asks for the branch's knobs first; thought better of, nothing is trained": {
    options: { files },
    async play(stage) {
      const window = await stage.openWindow();
      const dashboard = await window.train("steady.gan.json", "steady");
      const run = await RunOnDisk.only(stage.runsFolder);
      await run.reaches(150);
      await dashboard.action(/^Branch from/).focus();
      await window.page.keyboard.press("b");
      await window.asks("Which knob");
      await window.page.keyboard.press("Escape");
      assert.equal(RunOnDisk.list(stage.runsFolder).length, 1);
      const asked = run.journal.find(entry => entry.do === "checkpoint");
      assert.equal(asked?.by, "extension");

      await dashboard.action(/^Branch from/).focus();
      await window.page.keyboard.press("b");
      await window.pick("Which knob", "Train the branch as it is");
      await window.runs.row(/^branch @[\d,]+[^,]*, seed 1, Training/).waitFor();
      const branch = (await RunOnDisk.all(stage.runsFolder, 2)).find(({ id }) => id !== run.id);
      const second = run.journal.findLast(entry => entry.do === "checkpoint");
      assert.ok(branch);
      assert.deepEqual(readRunInfo(branch.folder).parent, { id: run.id, step: second?.step });
    },
  },

  "Two dashboards side by side each show and steer their own run": {
    options: {
      files: {
        "one.gan.json": steadyExperiment("one", { seed: 1 }),
        "two.gan.json": steadyExperiment("two", { seed: 2 }),
      },
    },
    async play(stage) {
      const window = await stage.openWindow();
      await window.train("one.gan.json", "one");
      const [one] = await RunOnDisk.all(stage.runsFolder, 1);
      assert.ok(one);
      await window.command("View: Move Editor into Right Group");
      await window.command("View: Focus First Editor Group");
      await window.train("two.gan.json", "two");
      const two = (await RunOnDisk.all(stage.runsFolder, 2)).find(({ id }) => id !== one.id);
      assert.ok(two);
      const left = await window.dashboard("two");
      const right = await window.dashboard("one");
      await left.isIn("Training");
      await right.isIn("Training");

      await right.setKnob("Pairing weight", 0.1, /Pairing weight 0\.01 → 0\.1/);
      assert.equal(two.journal.filter(({ key }) => key !== undefined).length, 0);
      await left.action("Pause").click();
      await left.isIn("Paused");
      await right.isIn("Training");
      assert.equal(one.status.state, "training");
      await takePicture(window, "two-dashboards");
    },
  },
};
