import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { temporaryFolder } from "../../../test/support/run-folder.ts";
import { newStandIn, openDocument, Uri } from "../../../test/support/vscode-stand-in.ts";
import { sweepWords, type SweepStart } from "../../launching/sweep/start-sweep.ts";
import type { App } from "../app.ts";
import { tuneCommands } from "./tune-command.ts";

const experiment = (steps: number) => JSON.stringify({ data: { kind: "ring" }, steps });

function workspaceFor(t: TestContext) {
  const window = newStandIn();
  window.isTrusted = true;
  const folder = temporaryFolder(t);
  const file = join(folder, "ring.gan.json");
  writeFileSync(file, experiment(100));
  const started: SweepStart[] = [];
  const opened: string[] = [];
  const sweeping = new Set<string>();
  const app = {
    folders: { for: () => join(folder, "runs"), shown: (path: string) => path },
    sweeps: {
      isSweeping: (place: string) => sweeping.has(place),
      start: (order: SweepStart) => {
        started.push(order);
        return Promise.resolve(true);
      },
    },
    pages: { report: { open: (place: { folder: string }) => opened.push(place.folder) } },
  } as unknown as App; // what this command asks of it
  const tune = () => tuneCommands["pairingLab.experiment.tuneWeight"](app, [Uri.file(file)]);
  return { window, app, folder, file, started, opened, sweeping, tune };
}

test("the weight is searched as the saved file says, with the seeds and the budget that were picked, and its report opens", async t => {
  const { window, folder, file, started, opened, tune } = workspaceFor(t);
  openDocument(file, experiment(200), { dirty: true });
  window.pick = items => items[0];
  assert.equal(await tune(), true);
  assert.equal(readFileSync(file, "utf8"), experiment(200));
  const [order] = started;
  const runs = join(folder, "runs", "ring-tune");
  assert.deepEqual(opened, [runs]);
  assert.ok(order !== undefined);
  assert.deepEqual(sweepWords(order).slice(0, 8), [
    "tune",
    file,
    "--runs",
    runs,
    "--seeds",
    "3",
    "--budget",
    "4800",
  ]);
});

test("as many seeds as are typed are trained as a group of their own, and its report opens", async t => {
  const { window, app, folder, file, started, opened } = workspaceFor(t);
  const train = () => tuneCommands["pairingLab.experiment.trainSeeds"](app, [Uri.file(file)]);
  assert.equal(await train(), false, "the person thought better of it");
  window.type = () => "4";
  assert.equal(await train(), true);
  const [order, ...more] = started;
  const runs = join(folder, "runs", "ring-seeds");
  assert.deepEqual([opened, more], [[runs], []]);
  assert.ok(order !== undefined);
  assert.deepEqual(sweepWords(order).slice(0, 6), [
    "train",
    file,
    "--seeds",
    "4",
    "--runs",
    join(folder, "runs"),
  ]);
});

test("nothing is started where the person thinks better of it, or where it trains already", async t => {
  const { folder, started, opened, sweeping, tune } = workspaceFor(t);
  assert.equal(await tune(), false);
  sweeping.add(join(folder, "runs", "ring-tune"));
  assert.equal(await tune(), false);
  assert.deepEqual(started, []);
  assert.deepEqual(opened, [join(folder, "runs", "ring-tune")]);
});

test("an experiment that is not right is refused before anything is asked", async t => {
  const { window, file, tune } = workspaceFor(t);
  writeFileSync(file, '{ "data": { "kind": "rung" } }');
  window.pick = () => assert.fail("asked");
  await assert.rejects(async () => tune(), /rung/);
});
