import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pairingLab } from "../../cli/terminal-command.ts";
import { steadyExperiment } from "../experiments.ts";
import { runFiles } from "../../../src/runs/file-names.ts";
import { RunOnDisk } from "../run-on-disk.ts";
import { takePicture } from "../stage.ts";
import { until } from "../../support/until.ts";
import type { Scenarios } from "./scenario.ts";

export const takingOut: Scenarios = {
  "Live changes saved as an experiment train to the same losses; a run's settings go to the clipboard": {
    options: { files: { "steady.gan.json": steadyExperiment("steady", { steps: 4000 }) } },
    async play(stage) {
      const window = await stage.openWindow();
      const dashboard = await window.train("steady.gan.json", "steady");
      const run = await RunOnDisk.only(stage.runsFolder);
      await dashboard.setKnob("Pairing weight", 0.05, /Pairing weight 0\.01 → 0\.05/);
      await run.reaches(run.status.step + 50);
      await dashboard.action("Stop").click();
      await run.isIn("stopped");

      await window.command("Pairing Lab: Copy Run as --set Line");
      await window.statusBarItem(/settings are in the clipboard/).waitFor();
      assert.equal(await window.clipboard(), "", "the run is as its file says");

      await window.command("Pairing Lab: Save as Experiment…");
      await window.tab("steady-scheduled.gan.json").waitFor();
      writeFileSync(join(stage.workspace, "again.gan.json"), await window.editor.text());
      const trained = await pairingLab(stage.workspace, "train", "again.gan.json", "--set", "pace=0");
      assert.equal(trained.code, 0, trained.err);
      const again = (await RunOnDisk.all(stage.runsFolder, 2)).find(({ id }) => id !== run.id);
      const losses = (of: RunOnDisk | undefined) =>
        of?.curve("loss/generator").map(({ value }) => value) ?? [];
      const live = losses(run);
      assert.ok(live.length > 10);
      assert.deepEqual(losses(again).slice(0, live.length), live);
    },
  },

  "The frames of a run are exported as an animated picture; what makes it is loaded under the page's policy":
    {
      options: { files: { "short.gan.json": steadyExperiment("short", { steps: 200, pace: 0 }) } },
      async play(stage) {
        assert.equal((await pairingLab(stage.workspace, "train", "short.gan.json")).code, 0);
        const window = await stage.openWindow();
        await window.runs.show();
        const { page } = await window.openRow(/^short, seed 1, Finished/, "short");
        await page.getByRole("button", { name: "Export frames" }).click();
        await page.getByRole("button", { name: "Export 5 frames" }).click();
        await window.saveAsProposed();
        // An empty file is there before what stands in it.
        const beginnings = () =>
          readdirSync(stage.workspace)
            .filter(name => name.endsWith(".gif"))
            .map(name => readFileSync(join(stage.workspace, name)).subarray(0, 6).toString("latin1"));
        await until("the animation is written", () => beginnings().join() === "GIF89a");
        assert.deepEqual(window.log.violations(), []);
      },
    },

  "The trainer's log is shown, and grows while the run goes on; a run of another version is said to be one": {
    options: { files: { "steady.gan.json": steadyExperiment("steady") } },
    async play(stage) {
      const window = await stage.openWindow();
      await window.train("steady.gan.json", "steady");
      const run = await RunOnDisk.only(stage.runsFolder);
      await window.command("Pairing Lab: Show the Trainer's Log");
      await window.printed(/training\sfrom\sstep\s0/);
      await window.command("Pairing Lab: Stop");
      await window.printed(/stopped/);
      await takePicture(window, "trainer-log");

      const { info } = runFiles;
      const file = join(run.folder, info);
      writeFileSync(file, readFileSync(file, "utf8").replace(/("pairingLab": ?")[^"]*"/, '$10.0.9"'));
      await window.command("Pairing Lab: Read All Run Folders Again");
      await window.runs.row(/^steady, seed 1/).hover();
      await window.page
        .getByText(/made by Pairing Lab 0\.0\.9; this is/)
        .first()
        .waitFor();
    },
  },
};
