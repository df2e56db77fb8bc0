import assert from "node:assert/strict";
import { join } from "node:path";
import { steadyExperiment } from "../experiments.ts";
import { RunOnDisk } from "../run-on-disk.ts";
import { takePicture } from "../stage.ts";
import type { Scenarios } from "./scenario.ts";

export const places: Scenarios = {
  "In a workspace of two folders each has its runs where its own setting says, and all are listed": {
    options: {
      roots: [{ path: "first" }, { path: "second" }],
      files: {
        "first/one.gan.json": steadyExperiment("one", { seed: 1 }),
        "second/two.gan.json": steadyExperiment("two", { seed: 2 }),
        "second/.vscode/settings.json": JSON.stringify({ "pairingLab.runsFolder": "trained/here" }),
      },
      settings: { "pairingLab.openDashboard": false },
    },
    async play(stage) {
      const window = await stage.openWindow();
      await window.runs.show();
      for (const name of ["one", "two"])
        await window.trainUnseen(`${name}.gan.json`, new RegExp(`^${name}, seed \\d, Training`));
      const one = await RunOnDisk.only(join(stage.workspace, "first", "runs"));
      const two = await RunOnDisk.only(join(stage.workspace, "second", "trained", "here"));
      assert.match(one.id, /one-s1/);
      assert.match(two.id, /two-s2/);
      await window.runs.badge.filter({ hasText: "2" }).waitFor();
      await takePicture(window, "two-folders");
    },
  },

  "A virtual workspace is declined: nothing of ours is offered, and the reason stands with the extension": {
    options: { roots: [{ uri: "vscode-userdata:/User" }] },
    async play(stage) {
      const window = await stage.openWindow({ declined: true });
      assert.ok(!(await window.offers("Pairing Lab: Train the Demo")));
      await window.showExtension("Pairing Lab");
      await window.page
        .getByText(/Pairing Lab needs files on a disk/)
        .first()
        .waitFor();
      await takePicture(window, "virtual-workspace");
    },
  },
};
