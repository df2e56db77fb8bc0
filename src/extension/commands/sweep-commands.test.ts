import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { temporaryFolder } from "../../../test/support/run-folder.ts";
import { newStandIn, openFolders } from "../../../test/support/vscode-stand-in.ts";
import { sweepWords, type SweepStart } from "../../launching/sweep/start-sweep.ts";
import { seedsSweep } from "../../sweeps/seeds.ts";
import { writeSweepRecord } from "../../sweeps/sweep-record.ts";
import type { App } from "../app.ts";
import { sweepCommands } from "./sweep-commands.ts";

/** A workspace with an experiment and the folder of a sweep that was made of it. */
function sweptWorkspace(t: TestContext, name: string) {
  const window = newStandIn();
  window.isTrusted = true;
  const root = temporaryFolder(t);
  openFolders(root);
  const file = join(root, "ring.gan.json");
  writeFileSync(file, JSON.stringify({ data: { kind: "ring" }, steps: 100 }));
  const folder = join(root, "runs", name);
  mkdirSync(folder, { recursive: true });
  const seeds = seedsSweep(file, { first: 1, count: 3, settings: [] });
  writeSweepRecord(folder, { ...seeds, name, experiment: { ...seeds.experiment }, decisions: [] });
  const started: SweepStart[] = [];
  const app = {
    folders: { for: () => join(root, "runs"), shown: (path: string) => path },
    sweeps: {
      isSweeping: () => false,
      start: (order: SweepStart) => {
        started.push(order);
        return Promise.resolve(true);
      },
    },
    pages: { report: { open: () => undefined } },
  } as unknown as App; // what this command asks of it
  const goOn = () => sweepCommands["pairingLab.sweep.run"](app, [{ sweepFolder: folder }]);
  return { window, file, folder, started, goOn };
}

test("seeds of an experiment go on as seeds, as many as there were unless the person says otherwise", async t => {
  const { window, folder, file, started, goOn } = sweptWorkspace(t, "ring-seeds");
  let proposed: string | undefined;
  window.type = options => {
    proposed = (options as { readonly value?: string }).value;
    return "5";
  };
  assert.equal(await goOn(), true);
  assert.equal(proposed, "3");
  const [order] = started;
  assert.ok(order !== undefined);
  assert.deepEqual([order.folder, order.file, order.seeds], [folder, file, 5]);
  assert.deepEqual(sweepWords(order).slice(0, 2), ["train", file]);
});

test("a search of the weight goes on as a search", async t => {
  const { window, folder, file, started, goOn } = sweptWorkspace(t, "ring-tune");
  window.pick = items => items[0];
  assert.equal(await goOn(), true);
  assert.deepEqual([started[0]?.folder, started[0]?.file], [folder, file]);
  assert.notEqual(started[0]?.search, undefined);
});

test("a sweep whose file is gone is refused with the name that the file should have", async t => {
  const { goOn } = sweptWorkspace(t, "weights");
  await assert.rejects(goOn(), /there is no file weights\.sweep\.json/);
});

test("seeds of an experiment that is gone cannot go on", async t => {
  const { file, started, goOn } = sweptWorkspace(t, "ring-seeds");
  rmSync(file);
  await assert.rejects(goOn(), /there is no file ring-seeds\.sweep\.json/);
  assert.deepEqual(started, []);
});
