import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { temporaryFolder } from "../../../test/support/run-folder.ts";
import { newStandIn, openDocument, StandInDocument, Uri } from "../../../test/support/vscode-stand-in.ts";
import type { SweepStart } from "../../launching/sweep/start-sweep.ts";
import { thisMachine } from "../../launching/this-machine.ts";
import { readRunInfo } from "../../runs/run-info.ts";
import type { App } from "../app.ts";
import { experimentCommands } from "./experiment-commands.ts";
import { sweepCommands } from "./sweep-commands.ts";

const experiment = (steps: number) => JSON.stringify({ data: { kind: "ring" }, steps });
const sweep = (seeds: readonly number[]) => JSON.stringify({ experiment: "ring.gan.json", seeds });

/** A workspace with an experiment of 100 steps and a sweep of it over seed 1, and what is started in it. */
function workspaceFor(t: TestContext) {
  const window = newStandIn();
  const folder = temporaryFolder(t);
  const [file, sweepFile] = [join(folder, "ring.gan.json"), join(folder, "ring.sweep.json")];
  writeFileSync(file, experiment(100));
  writeFileSync(sweepFile, sweep([1]));
  const started: string[] = [];
  const app = {
    folders: { for: () => join(folder, "runs"), shown: (path: string) => path },
    sweeps: {
      isSweeping: () => false,
      start: (order: SweepStart) => {
        started.push(order.file);
        return Promise.resolve(true);
      },
    },
    trainers: {
      sharersOfNext: 1,
      start: (run: string) => {
        started.push(run);
        return Promise.resolve("started");
      },
    },
    runs: { refresh: () => Promise.resolve() },
    pages: { dashboard: { open: () => undefined }, report: { open: () => undefined } },
    explorer: { reveal: () => Promise.resolve() },
  } as unknown as App; // what these commands ask of it
  const run = () => sweepCommands["pairingLab.sweep.run"](app, [Uri.file(sweepFile)]);
  const train = (uri = Uri.file(file)) => experimentCommands["pairingLab.experiment.train"](app, [uri]);
  return { app, window, folder, file, sweepFile, started, run, train };
}

const unsaved = { name: "InputError", message: /could not be saved, so nothing was started/ };

test("a sweep's unsaved text and that of its experiment are saved before it is checked and started", async t => {
  const { file, sweepFile, started, run } = workspaceFor(t);
  openDocument(sweepFile, sweep([1, 2]), { dirty: true });
  openDocument(file, experiment(200), { dirty: true });
  assert.equal(await run(), true);
  assert.deepEqual(started, [sweepFile]);
  assert.equal(readFileSync(sweepFile, "utf8"), sweep([1, 2]));
  assert.equal(readFileSync(file, "utf8"), experiment(200));
});

test("a run has its share of the cores by how many train or wait when it is made", async t => {
  const { app, file, started, train } = workspaceFor(t);
  const text = JSON.stringify({ data: { kind: "digits" }, steps: 1 });
  writeFileSync(file, text);
  const { cores } = thisMachine();
  for (const sharers of [1, 2, cores + 1]) {
    Object.assign(app.trainers, { sharersOfNext: sharers });
    await train();
    const { plan } = readRunInfo(started.at(-1) ?? "");
    assert.equal(plan.threads, Math.max(1, Math.floor(cores / sharers)));
  }
});

test("where saving is refused nothing is started: of a sweep, of its experiment, of an experiment", async t => {
  const { file, sweepFile, started, run, train } = workspaceFor(t);
  const edited = openDocument(sweepFile, sweep([1, 2]), { dirty: true });
  edited.canSave = false;
  await assert.rejects(async () => run(), unsaved);
  edited.canSave = true;
  openDocument(file, experiment(200), { dirty: true }).canSave = false;
  await assert.rejects(async () => run(), unsaved);
  await assert.rejects(async () => train(), unsaved);
  assert.deepEqual(started, []);
});

test("a sweep that is changed on disk while it is checked is not started", async t => {
  const { file, sweepFile, started, run, window, folder } = workspaceFor(t);
  // Its folder is taken by another sweep, so that the person is asked; meanwhile the experiment is changed.
  writeFileSync(sweepFile, sweep([1]));
  const runs = join(folder, "runs", "ring");
  mkdirSync(runs, { recursive: true });
  writeFileSync(join(runs, "run.json"), "{}");
  window.answer = () => {
    writeFileSync(file, experiment(300));
    return "Train in ring-2";
  };
  await assert.rejects(async () => run(), { name: "InputError", message: /changed while it was checked/ });
  assert.deepEqual(started, []);
});

test("an older version of a file, as in a comparison, is not what would be trained", async t => {
  const { window, file, started, train } = workspaceFor(t);
  const old = new StandInDocument(Uri.from({ scheme: "git", path: file }), experiment(5), false);
  window.documents.push(old);
  await assert.rejects(async () => train(old.uri), { message: /not the file itself/ });
  assert.deepEqual(started, []);
});
