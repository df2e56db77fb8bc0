import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pairingLab } from "../../cli/terminal-command.ts";
import { steadyExperiment } from "../experiments.ts";
import { takePicture } from "../stage.ts";
import { until } from "../../support/until.ts";
import type { Scenarios } from "./scenario.ts";

const files = { "short.gan.json": steadyExperiment("short", { steps: 200, pace: 0 }) };

export const comparing: Scenarios = {
  "Two runs are compared with the intervals of their seeds, the step moved, exported, and found again after a reload":
    {
      options: { files },
      async play(stage) {
        for (const weight of ["0", "0.05"])
          for (const seed of ["1", "2", "3"]) {
            const name = `weight-${weight}`;
            const settings = ["--set", `name=${name}`, "--set", `pairing.weight=${weight}`];
            const trained = await pairingLab(
              stage.workspace,
              "train",
              "short.gan.json",
              "--seed",
              seed,
              ...settings,
            );
            assert.equal(trained.code, 0, trained.err);
          }
        const window = await stage.openWindow();
        await window.runs.show();
        await window.runs.row(/^weight-0\.05, w 0\.05, seed 3, Finished/).waitFor();

        const dashboard = await window.openRow(/^weight-0, w 0, seed 1, Finished/, "weight-0");
        await dashboard.choose("More actions", "Compare with…");
        const began = performance.now();
        await window.pickSeveral("One to 3 runs", [/weight-0\.05.*s1\b/]);
        const comparison = await window.comparison();
        await comparison.shows(2, "200");
        stage.tell(
          `from the choice until two runs were painted: ${(performance.now() - began).toFixed(0)} ms`,
        );
        await comparison.page.getByText(/paired over 3 seeds/).waitFor();
        // Not of coverage: so early it is 0 in all of them, and equal differences have no interval; nor of modes, in noise.
        await comparison.measure("Latent recovery").filter({ hasText: / to / }).waitFor();
        await comparison.page.getByText("pairing.weight 0 → 0.05").waitFor();
        await comparison.page
          .getByRole("img", { name: /^Outputs of 200 latents/ })
          .nth(1)
          .waitFor();
        await comparison.moveTo(0.5);
        await comparison.shows(2, "100");
        await takePicture(window, "comparison");

        await comparison.choose("Export", "Markdown with a picture");
        const target = join(stage.workspace, "compare weight-0 vs weight-0.05.md");
        await window.saveAsProposed();
        await until("the comparison is written", () => existsSync(target));
        const text = readFileSync(target, "utf8");
        assert.match(text, /\| Step \| 100 \| 100 \|/);
        assert.match(text, /!\[.*\]\(compare%20weight-0%20vs%20weight-0\.05\.png\)/);
        const png = readFileSync(join(stage.workspace, "compare weight-0 vs weight-0.05.png"));
        assert.deepEqual([...png.subarray(1, 4)], [...Buffer.from("PNG")]);

        await window.reload(/"pin\W+100\b/);
        const again = await window.comparison();
        await again.shows(2, "100");
        assert.deepEqual(window.log.violations(), []);
      },
    },
};
