import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pairingLab } from "../../cli/terminal-command.ts";
import { appendEvents, pictureAt, scalar, version, writeEventFile } from "../../support/event-file.ts";
import { steadyExperiment } from "../experiments.ts";
import { takePicture } from "../stage.ts";
import type { Scenarios } from "./scenario.ts";

const files = { "short.gan.json": steadyExperiment("short", { steps: 100, pace: 0 }) };

/** What another program logs up to a step, every tenth step. */
const logged = (from: number, to: number) =>
  Array.from({ length: (to - from) / 10 + 1 }, (_, i) => from + 10 * i).flatMap(step => [
    scalar(step, { "loss/generator": 1 / (1 + step), "val/acc": step / 200 }),
    ...(step % 50 === 0 ? [pictureAt(step, "val/samples")] : []),
  ]);

export const foreignLogs: Scenarios = {
  "A log folder of another program opens from the file explorer, grows, stays in the list, and is compared with a run of ours":
    {
      options: { files },
      async play(stage) {
        const folder = join(stage.workspace, "lightning_logs", "version_0");
        const file = writeEventFile(folder, [version, ...logged(0, 100)]);
        const window = await stage.openWindow();
        await window.files.show();
        const curves = await window.openLogs("lightning_logs", ["version_0"]);
        await curves.chart("loss/generator", /step 100: /).waitFor();
        await curves.page.getByRole("img", { name: "val/samples, version_0, step 100" }).first().waitFor();
        appendEvents(file, logged(110, 200));
        await curves.chart("val/acc", /step 200: ver…n_0 0\.9/).waitFor();
        await takePicture(window, "curves-of-a-log");
        assert.deepEqual(window.log.violations(), []);

        // What was opened is there after a reload, the page and the list.
        await window.reload(/folders/);
        await (await window.curves(["version_0"])).chart("loss/generator", /step 200: /).waitFor();
        await window.runs.show();
        await window.runs.row(/^TensorBoard logs/).waitFor();

        const trained = await pairingLab(stage.workspace, "train", "short.gan.json");
        assert.equal(trained.code, 0, trained.err);
        await window.runs.row(/^short, seed 1, Finished/).waitFor();
        await window.runs.choose(/^short, seed 1/, "Tick for Comparing");
        await window.runs.choose(/^version_0, TensorBoard log/, "Tick for Comparing");
        await window.command("Pairing Lab: Compare Runs…");
        const both = await window.curves(["short", "version_0"]);
        await both.filter("loss/generator");
        await both.chart("loss/generator", /step 200: (?=.*1 short [\d.]+)(?=.*2 ver…n_0 [\d.]+)/).waitFor();
        await takePicture(window, "curves-compared");

        await window.runs.act(/^lightning_logs/, "Remove from the List");
        await window.runs.row(/^TensorBoard logs/).waitFor({ state: "hidden" });
        // It was read and never written to.
        assert.deepEqual(readdirSync(folder), [file.slice(folder.length + 1)]);
        assert.equal(readFileSync(file).length > 0, true);
      },
    },
};
