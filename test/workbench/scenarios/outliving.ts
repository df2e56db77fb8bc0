import assert from "node:assert/strict";
import { pairingLab } from "../../cli/terminal-command.ts";
import { steadyExperiment } from "../experiments.ts";
import { hold } from "../held-reads.ts";
import { familyOf, freeze, kill } from "../processes.ts";
import { RunOnDisk } from "../run-on-disk.ts";
import { takePicture } from "../stage.ts";
import { until } from "../../support/until.ts";
import type { Scenarios } from "./scenario.ts";

const files = { "steady.gan.json": steadyExperiment("steady") };

export const outliving: Scenarios = {
  "A window reloaded in mid-training finds its run, its dashboard and its curve again": {
    options: { files },
    async play(stage) {
      const window = await stage.openWindow();
      const before = await window.train("steady.gan.json", "steady");
      const run = await RunOnDisk.only(stage.runsFolder);
      const { trainer } = run;
      await before.setKnob("Pairing weight", 0.05, /Pairing weight 0\.01 → 0\.05/);
      // Typed and not applied: another tab in front, or a reload, applies nothing and loses nothing.
      const weight = before.page.getByRole("textbox", { name: "Pairing weight" }).first();
      await weight.fill("0.07");
      await window.tab(/^steady\.gan\.json/).click();
      await weight.waitFor({ state: "hidden" });
      await window.tab(/^steady · seed 1/).click();
      await until("what was typed is there", async () => (await weight.inputValue()) === "0.07");

      await window.reload(/0\.07\\*"/);
      // Which of its tabs was in front is not always kept by then.
      await window.tab(/^steady · seed 1/).click();
      const after = await window.dashboard("steady");
      await after.isIn("Training");
      await after.journalEntry(/Pairing weight 0\.01 → 0\.05/).waitFor();
      const typed = after.page.getByRole("textbox", { name: "Pairing weight" }).first();
      assert.equal(await typed.inputValue(), "0.07");
      await typed.press("Escape");
      assert.equal(await after.journalEntry(/0\.07/).count(), 0);
      const { step } = run.status;
      await run.reaches(step + 50);
      await after.curveShows("Losses", /generator [\d.]+/);
      assert.equal(run.trainer, trainer, "the trainer never stopped");
      await window.runs.row(/^steady, seed 1, Training/).waitFor();

      await after.setKnob("Pairing weight", 0.02, /Pairing weight 0\.05 → 0\.02/);
      assert.deepEqual(window.log.violations(), []);
    },
  },

  "A page that is reloaded before it was read comes back with its run": {
    options: { files: { "short.gan.json": steadyExperiment("short", { steps: 100, pace: 0 }) } },
    async play(stage) {
      assert.equal((await pairingLab(stage.workspace, "train", "short.gan.json")).code, 0);
      const run = await RunOnDisk.only(stage.runsFolder);
      const window = await stage.openWindow();
      await window.runs.show();
      await window.runs.row(/^short, seed 1, Finished/).waitFor();
      const letGo = hold(run.folder);
      await window.runs.row(/^short, seed 1, Finished/).click();
      await window.shownPage(page => page.getByRole("status").getByText("Opening").isVisible());

      await window.reload(new RegExp(`runs/${run.id}`));
      letGo();
      const page = await window.dashboard("short");
      await page.isIn("Finished");
      await page.curveShows("Losses", /generator [\d.]+/);
      await window.tab(/^short · seed 1/).waitFor();
      assert.deepEqual(window.log.violations(), []);
    },
  },

  "Another window, opened after the first one was closed, has the same run": {
    options: { files },
    async play(stage) {
      const first = await stage.openWindow();
      await first.train("steady.gan.json", "steady");
      const run = await RunOnDisk.only(stage.runsFolder);
      const { trainer } = run;
      await first.close();
      await run.reaches(run.status.step + 200);

      const second = await stage.openWindow();
      await second.runs.show();
      const dashboard = await second.openRow(/^steady, seed 1, Training/, "steady");
      await dashboard.isIn("Training");
      await dashboard.action("Stop").click();
      await dashboard.isIn("Stopped");
      assert.equal(run.trainer, trainer);
      await until("its process has ended", () => !run.trainerLives);
    },
  },

  "Training goes on when the extension host is killed, its page says so, and the next host finds the run": {
    options: { files },
    async play(stage) {
      const window = await stage.openWindow();
      const before = await window.train("steady.gan.json", "steady");
      const run = await RunOnDisk.only(stage.runsFolder);
      const { trainer } = run;
      const hosts = () =>
        familyOf(stage.server.pid).filter(({ args }) => args.includes("--type=extensionHost"));
      const [host] = hosts();
      assert.ok(host);

      kill(host.pid);
      await until("another extension host runs", () => hosts().some(({ pid }) => pid !== host.pid));
      await run.reaches(run.status.step + 50);
      assert.equal(run.trainer, trainer);
      await before.page.getByRole("alert").filter({ hasText: "Nobody answers any more" }).waitFor();
      await takePicture(window, "nobody-answers");

      await window.command("View: Close All Editors");
      await window.runs.show();
      const dashboard = await window.openRow(/^steady, seed 1, Training/, "steady");
      await dashboard.setKnob("Pairing weight", 0.05, /Pairing weight 0\.01 → 0\.05/);
    },
  },

  "A trainer killed with SIGKILL is told as lost, and resumed from its last checkpoint": {
    options: { files },
    async play(stage) {
      const window = await stage.openWindow();
      const dashboard = await window.train("steady.gan.json", "steady");
      const run = await RunOnDisk.only(stage.runsFolder);
      const { step } = await run.reaches(250);
      const { trainer } = run;

      kill(trainer);
      await dashboard.isIn("No heartbeat");
      await window.runs.row(/^steady, seed 1, Lost/).waitFor();
      const notice = await window.notification(/"steady" was lost at step/);
      await takePicture(window, "trainer-lost");

      await notice.getByRole("button", { name: "Resume" }).click();
      await dashboard.isIn("Training");
      await run.reaches(step + 100);
      assert.notEqual(run.trainer, trainer);
      await dashboard.setKnob("Pairing weight", 0.05, /Pairing weight 0\.01 → 0\.05/);
      const steps = run.curve("loss/generator").map(point => point.step);
      assert.deepEqual(
        steps,
        [...new Set(steps)].sort((a, b) => a - b),
        "the curve has every step once",
      );
    },
  },

  "A trainer that hangs is ended by force when the user says so, and its run goes on from its last checkpoint":
    {
      options: { files },
      async play(stage) {
        const window = await stage.openWindow();
        const dashboard = await window.train("steady.gan.json", "steady");
        const run = await RunOnDisk.only(stage.runsFolder);
        const { step } = await run.reaches(250);
        const { trainer } = run;

        freeze(trainer);
        await window.command("Pairing Lab: Stop");
        const notice = await window.notification(/"steady" does not answer\. Ended by force, it can go on/);
        assert.ok(run.trainerLives);
        await notice.getByRole("button", { name: "End Its Process" }).click();
        await until("its process has ended", () => !run.trainerLives);
        await window.runs.row(/^steady, seed 1, Lost/).waitFor();

        await window.command("Pairing Lab: Resume");
        await dashboard.isIn("Training");
        await run.reaches(step + 100);
        assert.notEqual(run.trainer, trainer);
      },
    },
};
