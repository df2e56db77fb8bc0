import assert from "node:assert/strict";
import { RunOnDisk } from "../run-on-disk.ts";
import { takePicture } from "../stage.ts";
import type { Scenarios } from "./scenario.ts";

export const exploring: Scenarios = {
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
        await window.pick("Which regime?", "R1");
        await window.pick("Which regularizer?", "Neighbour");
        await window.answer("Its name", "fresh");
        await window.tab("fresh.gan.json").waitFor();
        await takePicture(window, "new-experiment");
        await window.editor.lens("Train").click();
        await (await window.dashboard("fresh")).isIn("Training");
      },
    },
};
