import assert from "node:assert/strict";
import { readRunInfo } from "../../../src/runs/run-info.ts";
import { steadyExperiment } from "../experiments.ts";
import { RunOnDisk } from "../run-on-disk.ts";
import { takePicture } from "../stage.ts";
import { until } from "../../support/until.ts";
import type { Scenarios } from "./scenario.ts";

const files = { "steady.gan.json": steadyExperiment("steady") };

export const trying: Scenarios = {
  "Weights tried from now fill a tile each, come back after a reload, and one is adopted or gone on from": {
    options: { files },
    async play(stage) {
      const window = await stage.openWindow();
      await window.train("steady.gan.json", "steady");
      const parent = await RunOnDisk.only(stage.runsFolder);
      await parent.reaches(150);
      await window.command("Pairing Lab: Try Weights from Here");
      await window.pick("From which checkpoint", "Now");
      await window.answer("Which pairing weights", "0, 0.1");
      await window.answer("How many steps", "200");
      await window.answer("How many seeds", "1");

      const page = await window.trial();
      const runs = await RunOnDisk.all(stage.runsFolder, 4);
      const branches = runs.filter(({ id }) => id !== parent.id).map(({ folder }) => readRunInfo(folder));
      assert.deepEqual(
        branches.map(({ trial }) => trial?.value).sort((a, b) => (a ?? 0) - (b ?? 0)),
        [0, 0.01, 0.1],
      );
      const asked = parent.journal.findLast(entry => entry.do === "checkpoint");
      const from = asked?.step ?? 0;
      for (const info of branches) {
        assert.deepEqual(info.parent, { id: parent.id, step: from });
        assert.deepEqual([info.seed, info.trial?.baseline, info.trial?.until], [1, 0.01, from + 200]);
      }
      const last = (from + 200).toLocaleString("en-US");
      const tile = (weight: string) => page.getByRole("region", { name: `Weight ${weight}`, exact: true });
      for (const weight of ["0", "0.01", "0.1"])
        await tile(weight)
          .getByRole("img", { name: new RegExp(`samples at step ${last}`) })
          .waitFor({ timeout: 120_000 });
      await page.getByText("3 of 3 done").waitFor();
      const verdict =
        "One seed: none of these differences can be told from chance, however large they are. Of so many weights that takes 5 seeds.";
      await page.getByText(verdict).waitFor();
      await window.notification('Weights tried of "steady": 3 of 3 branches are done.');
      await takePicture(window, "trial");

      await tile("0.1").getByRole("button", { name: "Adopt in the parent" }).click();
      await page.getByText(/^The parent trains with 0\.1 from step/).waitFor();
      const adopted = parent.journal.find(({ key }) => key === "pairing.weight");
      assert.deepEqual(
        [adopted?.kind, adopted?.from, adopted?.to, adopted?.by],
        ["intervention", 0.01, 0.1, "extension, weights tried"],
      );

      await window.reload(new RegExp(branches[0]?.trial?.id ?? "no trial"));
      const again = await window.trial();
      await again.getByText("3 of 3 done").waitFor();
      await again.getByText(/The parent trains with 0\.1 now/).waitFor();
      const best = again.getByRole("region", { name: "Weight 0.1", exact: true });
      await best.getByRole("button", { name: "Go on from here" }).click();
      const further = await until("a run goes on from the branch", async () => {
        const all = await RunOnDisk.all(stage.runsFolder, 5);
        return all
          .map(({ folder }) => readRunInfo(folder))
          .find(info => branches.some(({ id, trial }) => trial?.value === 0.1 && id === info.parent?.id));
      });
      assert.deepEqual([further.parent?.step, further.trial], [from + 200, undefined]);
      assert.deepEqual(further.experiment.record, readRunInfo(parent.folder).experiment.record);
      assert.deepEqual(window.log.violations(), []);
    },
  },
};
