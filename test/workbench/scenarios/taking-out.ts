import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pairingLab } from "../../cli/terminal-command.ts";
import { steadyExperiment } from "../experiments.ts";
import { RunOnDisk } from "../run-on-disk.ts";
import type { Scenarios } from "./scenario.ts";

export const takingOut: Scenarios = {
  "What was turned by hand becomes a schedule that trains to the same end; the settings go to the clipboard":
    {
      options: { files: { "steady.gan.json": steadyExperiment("steady", { steps: 600 }) } },
      async play(stage) {
        const window = await stage.openWindow();
        const dashboard = await window.train("steady.gan.json", "steady");
        const run = await RunOnDisk.only(stage.runsFolder);
        await dashboard.setKnob("Pairing weight", 0.05, /Pairing weight 0\.01 → 0\.05/);
        await run.isIn("done");

        await window.command("Pairing Lab: Copy Run as --set Line");
        await window.statusBarItem(/settings are in the clipboard/).waitFor();
        assert.equal(await window.clipboard(), "", "the run is as its file says");

        await window.command("Pairing Lab: Save as Experiment…");
        await window.tab(/^Untitled/).waitFor();
        writeFileSync(join(stage.workspace, "again.gan.json"), await window.editor.text());
        assert.equal(
          (await pairingLab(stage.workspace, "train", "again.gan.json", "--set", "pace=0")).code,
          0,
        );
        const [first, again] = await RunOnDisk.all(stage.runsFolder, 2);
        assert.deepEqual(
          again?.curve("loss/generator").map(({ value }) => value),
          first?.curve("loss/generator").map(({ value }) => value),
        );
      },
    },
};
