import assert from "node:assert/strict";
import { pairingLab } from "../../cli/terminal-command.ts";
import { steadyExperiment } from "../experiments.ts";
import { processesWith } from "../processes.ts";
import { takePicture } from "../stage.ts";
import type { Scenarios } from "./scenario.ts";

export const restricted: Scenarios = {
  "An untrusted workspace may be looked at: its runs are listed and shown, nothing is trained or written": {
    options: {
      trusted: false,
      files: { "finished.gan.json": steadyExperiment("finished", { steps: 300, pace: 0 }) },
    },
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
};
