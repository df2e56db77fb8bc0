import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readArrays } from "../../../src/launching/slurm/slurm-jobs.ts";
import { slurmConfOf, slurmMissing, startSlurm } from "../../support/slurm.ts";
import { steadyExperiment } from "../experiments.ts";
import { takePicture } from "../stage.ts";
import { SweepOnDisk } from "../sweep-on-disk.ts";
import { until } from "../../support/until.ts";
import type { Scenarios } from "./scenario.ts";

/** Known before Slurm runs: the editor's environment names its configuration. */
const home = join(tmpdir(), `pairing-lab-editor-slurm-${process.pid}`);

export const sweepingOnSlurm: Scenarios = {
  "A sweep is one job array of a real Slurm when the settings say so, cancelled from its report, and goes on":
    {
      skip: slurmMissing(),
      options: {
        environment: { SLURM_CONF: slurmConfOf(home) },
        settings: {
          "pairingLab.sweepLauncher": "slurm",
          "pairingLab.slurm.partition": "main",
          "pairingLab.slurm.time": "10:00",
          "pairingLab.slurm.cpus": 1,
        },
        files: {
          "steady.gan.json": steadyExperiment("steady"),
          "weights.sweep.json": JSON.stringify({
            experiment: "steady.gan.json",
            axes: { "pairing.weight": [0, 0.02] },
            seeds: [1],
          }),
        },
      },
      async play(stage) {
        mkdirSync(home);
        const slurm = await startSlurm(home, 40_000 + (process.pid % 20_000));
        try {
          const env = { ...process.env, SLURM_CONF: slurm.conf };
          const queue = (format: string) =>
            execFileSync("squeue", ["--noheader", `--format=${format}`], { env, encoding: "utf8" });
          const window = await stage.openWindow();
          const report = await window.sweep("weights.sweep.json", "weights");
          const onDisk = new SweepOnDisk(join(stage.runsFolder, "weights"), 180_000);
          const { folder } = onDisk;
          await onDisk.trains(2);
          const jobs = readArrays(folder).map(({ job }) => job);
          assert.equal(jobs.length, 1);
          assert.deepEqual(
            queue("%F %P %C %l").trim().split("\n"),
            [0, 1].map(() => `${jobs[0]} main 1 10:00`),
          );
          await takePicture(window, "sweep-on-slurm");

          await report.page.getByRole("button", { name: "Cancel" }).click();
          await report.page.getByRole("button", { name: "Go on" }).waitFor({ timeout: 180_000 });
          await until("Slurm has no job any more", () => queue("%i") === "");
          await onDisk.isSaved();
          await onDisk.goesOnBy(() => report.page.getByRole("button", { name: "Go on" }).click());
          assert.equal(readArrays(folder).length, 2);
          await report.page.getByRole("button", { name: "Cancel" }).click();
          await report.page.getByRole("button", { name: "Go on" }).waitFor({ timeout: 180_000 });
          assert.deepEqual(window.log.violations(), []);
        } finally {
          await slurm.stop();
          rmSync(home, { recursive: true, force: true });
        }
      },
    },
};
