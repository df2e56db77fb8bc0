import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pairingLab } from "../../cli/terminal-command.ts";
import { until } from "../../support/until.ts";
import { steadyExperiment } from "../experiments.ts";
import { takePicture } from "../stage.ts";
import type { Scenarios } from "./scenario.ts";

const files = {
  "one.gan.json": steadyExperiment("one", { steps: 100, pace: 0 }),
  "two.gan.json": steadyExperiment("two", { steps: 100, pace: 0, loss: "hinge" }),
};

export const noting: Scenarios = {
  "Two experiments stand side by side; notes begin with the run that there is, and a line leads to its dashboard":
    {
      options: { files },
      async play(stage) {
        const trained = await pairingLab(stage.workspace, "train", "one.gan.json");
        assert.equal(trained.code, 0, trained.err);
        const window = await stage.openWindow();
        const { page } = window;
        await window.openFile("one.gan.json");
        await window.command("Pairing Lab: Compare Experiments…");
        await window.pick("Compare with which experiment?", "two");
        const [left, right] = [".original-in-monaco-diff-editor", ".modified-in-monaco-diff-editor"].map(
          side => page.locator(`${side} .view-lines`),
        );
        await left?.filter({ hasText: /"loss":\s"non-saturating",\s\/\/\sdefault/ }).waitFor();
        await right?.filter({ hasText: /"loss":\s"hinge"/ }).waitFor();
        await takePicture(window, "experiments-side-by-side");

        await window.openFile("one.gan.json");
        await window.command("Pairing Lab: Open the Experiment's Notes");
        const notes = join(stage.workspace, "one.notes.md");
        await until(
          "the notes have the run",
          () => existsSync(notes) && /^- .*run\.json/m.test(readFileSync(notes, "utf8")),
        );
        await window.editor.lens("Open Dashboard").click();
        await window.dashboard("one");
        await takePicture(window, "notes");
      },
    },
};
