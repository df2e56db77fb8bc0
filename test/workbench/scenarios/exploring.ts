import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pairingLab } from "../../cli/terminal-command.ts";
import { steadyExperiment } from "../experiments.ts";
import { RunOnDisk } from "../run-on-disk.ts";
import { takePicture } from "../stage.ts";
import { until } from "../../support/until.ts";
import type { Scenarios } from "./scenario.ts";

const files = { "short.gan.json": steadyExperiment("short", { steps: 100, pace: 0 }) };

/** What a stranger's file would have a person press. */
const trap = "[Open the manual](command:workbench.action.toggleSidebarVisibility)";

export const exploring: Scenarios = {
  "What a stranger's file says is text: no link in a notification": {
    options: {
      files: {
        "trap.gan.json": `{ "data": { "kind": "ring" }, ${JSON.stringify(trap)}: 1 }`,
        "named.gan.json": steadyExperiment(trap, { steps: 100, pace: 0 }),
      },
      settings: { "pairingLab.openDashboard": false },
    },
    async play(stage) {
      const window = await stage.openWindow();
      await window.openFile("trap.gan.json");
      await window.editor.lens("Train").waitFor();
      await window.command("Pairing Lab: Train");
      const refused = await window.notification(/\[Open the manual\] \(command:[^)]*\): unknown key/);
      assert.equal(await refused.locator(".notification-list-item-message a").count(), 0);
      await takePicture(window, "stranger-refused");
      await window.openFile("named.gan.json");
      await window.editor.lens("Train").waitFor();
      await window.command("Pairing Lab: Train");
      const finished = await window.notification(
        /\[Open the manual\] \(command:[^)]*\)" finished at step 100/,
      );
      assert.equal(await finished.locator(".notification-list-item-message a").count(), 0);
      await takePicture(window, "stranger-finished");
    },
  },

  "The explorer lists what comes into the runs folder, says why a folder is broken, and keeps names, stars and the bin":
    {
      options: { files },
      async play(stage) {
        const window = await stage.openWindow();
        await window.runs.show();
        for (const seed of ["1", "2"]) {
          assert.equal(
            (await pairingLab(stage.workspace, "train", "short.gan.json", "--seed", seed)).code,
            0,
          );
        }
        await window.runs.row(/^short, seed 1, Finished, coverage/).waitFor();
        await window.runs.row(/^short, seed 2, Finished, coverage/).waitFor();
        const broken = join(stage.runsFolder, "broken");
        mkdirSync(broken);
        writeFileSync(join(broken, "run.json"), "{ not JSON");
        await window.runs.row(/broken cannot be read: run\.json: .*not JSON/).waitFor();

        await window.runs.act(/^short, seed 1/, "Star");
        await window.runs.row(/^short, seed 1, .*starred/).waitFor();
        await window.runs.choose(/^short, seed 1/, "Rename…");
        await window.answer("Rename", "baseline");
        await window.runs.row(/^baseline, seed 1, .*starred/).waitFor();
        await takePicture(window, "explorer");

        await window.command("Pairing Lab: Filter Runs…");
        await window.answer("Filter runs", "seed:2");
        await window.runs.row(/^baseline/).waitFor({ state: "hidden" });
        await window.runs.view.getByText("Filter: seed:2 (1 hidden)").waitFor();
        await window.command("Pairing Lab: Clear Filter");
        await window.runs.row(/^baseline/).waitFor();

        await window.runs.row(/^short, seed 2/).click();
        await window.runs.row(/^short, seed 2/).press("Delete");
        await window.runs.row(/^short, seed 2/).waitFor({ state: "hidden" });
        await window.command("Pairing Lab: Bring Back the Run Moved to the Bin Last");
        await window.runs.row(/^short, seed 2, Finished/).waitFor();
        assert.equal(RunOnDisk.list(stage.runsFolder).length, 3);
      },
    },

  "An experiment file is explained, completed and checked; Train refuses a wrong one at the place that is wrong":
    {
      options: {
        files: { "wrong.gan.json": '{\n  "data": { "kind": "ring" },\n  "pairing": { "weigth": 1 }\n}\n' },
      },
      async play(stage) {
        const window = await stage.openWindow();
        await window.openFile("wrong.gan.json");
        await window.editor.mistakes.first().waitFor();
        // It moves the lines when it comes.
        await window.editor.lens("Train").waitFor();
        await (await window.editor.hover('"pairing"')).getByText(/latent neighbour/).waitFor();
        await window.command("Pairing Lab: Train");
        await window.notification(/pairing\.weigth.*weight/);
        assert.deepEqual(RunOnDisk.list(stage.runsFolder), []);

        await window.command("Pairing Lab: New Experiment…");
        await window.pick("Which data?", "Ring");
        await window.pick("Which regime?", "GAN + R1");
        await window.pick("Which regularizer?", "Neighbour");
        await window.answer("Its name", "fresh");
        await window.tab("fresh.gan.json").waitFor();
        await takePicture(window, "new-experiment");
        await window.editor.lens("Train").click();
        await (await window.dashboard("fresh")).isIn("Training");
      },
    },

  "An experiment is trained with changes; a value that is out of range is refused with the reason": {
    options: { files: { "mine.gan.json": steadyExperiment("mine") } },
    async play(stage) {
      const window = await stage.openWindow();
      await window.openFile("mine.gan.json");
      await window.command("Pairing Lab: Train with Changes…");
      await window.pick("Which key shall have another value?", "pairing.weight");
      // By the prompt: the list that is about to go has a row of the box's title.
      await window.answer("A number", "-1");
      await window.refusal.filter({ hasText: /at least 0|0 or more|from 0/ }).waitFor();
      await window.answer("pairing.weight", "0.2");
      await window.pick("Which key shall have another value?", "Train with 1 change");
      await window.dashboard("mine");
      const run = await RunOnDisk.only(stage.runsFolder);
      await until("the changed weight is used", () => run.status.scalars["knob/pairing.weight"] === 0.2);
    },
  },
};
