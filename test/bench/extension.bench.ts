// What the extension costs in the real workbench (code-server, Chromium): its activation beside that of the
// workbench's own extensions, the time from the button to the first point of a curve beside the bare trainer's, and
// the size of what is installed. How long a page takes that shows nothing is measured in the same windows.
import { mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { readRunInfo } from "../../src/runs/run-info.ts";
import { readScalars } from "../../src/runs/scalars.ts";
import { prepareRun } from "../../src/launching/prepare-run.ts";
import { startTrainer } from "../../src/launching/trainer.ts";
import { installWorkbench } from "../workbench/install.ts";
import { openBarePanel, packBarePanel } from "../workbench/bare-panel.ts";
import { installExtension, packExtension } from "../workbench/packaged.ts";
import { RunOnDisk } from "../workbench/run-on-disk.ts";
import { activationTimes } from "../workbench/running-extensions.ts";
import { Theatre, type Stage } from "../workbench/stage.ts";
import { until } from "../support/until.ts";
import { pageMarks, trainerMarks } from "./first-point.ts";
import { median, table } from "./interleave.ts";

const ROUNDS = 3;
/** So long after its button is there a window is at rest: VS Code's own extensions have started. */
const REST_MS = 3000;
const home = mkdtempSync(join(tmpdir(), "pairing-lab-bench-"));
const vsix = packExtension(home);
console.log(`VSIX: ${(statSync(vsix).size / 1e6).toFixed(1)} MB (goal: under 40)\n`);

const hasPoint = (folder: string) => (readScalars(folder).get("loss/generator")?.length ?? 0) > 0;

/** From the start of a trainer to its first recorded loss. */
async function bareTrainer(like: string, runsFolder: string): Promise<number> {
  const { experiment } = readRunInfo(like);
  const folder = await prepareRun({ experiment, runsFolder });
  const start = performance.now();
  const trainer = await startTrainer(folder, { detached: false, script: "dist/trainer.js" });
  await until("a first point", () => hasPoint(folder));
  const took = performance.now() - start;
  await trainer.stop();
  return took;
}

/** Presses the button so long after it is there; gives when what happened, in milliseconds since the press. */
async function trainTheDemo(stage: Stage, rest: number) {
  const window = await stage.openWindow();
  await window.runs.show();
  const button = window.runs.welcomeButton("Train the Demo");
  await button.waitFor();
  await delay(rest);
  const start = Date.now();
  await button.click();
  const clicked = Date.now();
  const dashboard = await window.dashboard("ring-8");
  const shown = Date.now();
  await dashboard.curveShows("Losses", /generator [\d.]+/);
  const seen = Date.now();
  const run = await RunOnDisk.only(stage.runsFolder);
  const times = {
    "the button has taken the click": clicked,
    ...trainerMarks(run.folder),
    ...(await pageMarks(window.page)),
    "the page shows the run": shown,
    "the point is on screen": seen,
  };
  if (run.trainerLives) process.kill(run.trainer);
  await until("the demo has ended", () => !run.trainerLives);
  const marks = Object.fromEntries(Object.entries(times).map(([name, at]) => [name, at - start]));
  return { window, run, marks, ms: seen - start };
}

const installed = installWorkbench();
if (typeof installed === "string") console.log(`The rest is left out: ${installed}.`);
else {
  const theatre = new Theatre(installed, installExtension(installed, vsix, home));
  const elsewhere = join(home, "bare");
  mkdirSync(elsewhere);
  const bareTheatre = new Theatre(installed, installExtension(installed, packBarePanel(home), elsewhere));
  const pressed: number[] = [];
  const pressedAtOnce: number[] = [];
  const bare: number[] = [];
  const panels: number[] = [];
  const split = new Map<string, number[]>();
  const activations = new Map<string, number[]>();
  const note = (all: Map<string, number[]>, name: string, ms: number) =>
    all.set(name, [...(all.get(name) ?? []), ms]);
  for (let round = 0; round < ROUNDS; round++) {
    await theatre.play(`round ${round}`, {}, async stage => {
      const { window, run, marks, ms } = await trainTheDemo(stage, REST_MS);
      pressed.push(ms);
      for (const [name, at] of Object.entries(marks)) note(split, name, at);
      for (const [name, took] of await activationTimes(window)) note(activations, name, took);
      bare.push(await bareTrainer(run.folder, join(home, "runs")));
    });
    await theatre.play(`at once, round ${round}`, {}, async stage => {
      pressedAtOnce.push((await trainTheDemo(stage, 0)).ms);
    });
    await bareTheatre.play(`bare panel ${round}`, {}, async stage => {
      // Without our extension, whose view other windows wait for.
      panels.push(await openBarePanel(await stage.openWindow({ declined: true })));
    });
  }
  await theatre.close();
  await bareTheatre.close();

  const ours = median(activations.get("Pairing Lab") ?? []);
  const rows = [...activations].map(([name, times]) => [
    name,
    median(times).toFixed(0),
    (ours / median(times)).toFixed(2),
  ]);
  console.log(
    "Activation (code loading and activate(), by the extension host's own clock; goal: under 50 ms)",
  );
  console.log(table(["", "ms", "ours against it"], rows));

  console.log("\nFrom 'Train the Demo' to the first point of a curve (goal: under 2,000 ms)");
  const times = [
    ["bare trainer, to its first recorded loss", bare],
    ["a page that shows nothing, from the click to its text", panels],
    ["the button of a window at rest, to the point on screen", pressed],
    ["the button as soon as it is there, to the point on screen", pressedAtOnce],
  ] as const;
  const [base] = times.map(([, all]) => median(all));
  console.log(
    table(
      ["", "ms", "ratio"],
      times.map(([name, all]) => [name, median(all).toFixed(0), (median(all) / (base ?? NaN)).toFixed(2)]),
    ),
  );
  const inOrder = [...split].map(([name, all]) => [name, median(all)] as const).sort(([, a], [, b]) => a - b);
  console.log("\nIn a window at rest, from the press, until");
  console.log(
    table(
      ["", "ms"],
      inOrder.map(([name, ms]) => [name, ms.toFixed(0)]),
    ),
  );
}
rmSync(home, { recursive: true, force: true });
