import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { test, type TestContext } from "node:test";
import { newRun, temporaryFolder } from "../../../test/support/run-folder.ts";
import { newStandIn } from "../../../test/support/vscode-stand-in.ts";
import { observeRun } from "../../runs/list.ts";
import { noNotes, readNotes } from "../../runs/notes.ts";
import { RunIndex } from "../../runs/run-index.ts";
import type { App } from "../app.ts";
import { fromFocus } from "../contributions/focus.ts";
import type { Row, TreeNode } from "../explorer/tree-node.ts";
import { explorerCommands } from "./explorer-commands.ts";
import { noteCommands } from "./note-commands.ts";
import { runCommand } from "./run-command.ts";

const node = (row: Row): TreeNode => ({ row, parent: null, children: [] });

/** Two runs, a sweep, a folder that cannot be read, a log and a heading, as rows of the explorer. */
async function explorerFor(t: TestContext) {
  const window = newStandIn();
  const runs = temporaryFolder(t);
  const folders = [await newRun(runs), await newRun(runs)] as const;
  const rowOf = async (folder: string): Promise<TreeNode> =>
    node({ kind: "run", key: folder, run: await observeRun(folder), notes: noNotes, apart: [], underParent: false, children: [] }); // prettier-ignore
  const sweepFolder = join(runs, "weights");
  mkdirSync(sweepFolder);
  const sweep = node({ kind: "sweep", key: "s", name: "weights", folder: sweepFolder, sweeping: false, done: false, count: "0 of 2", children: [] }); // prettier-ignore
  const brokenFolder = join(runs, "broken");
  mkdirSync(brokenFolder);
  const broken = node({
    kind: "broken",
    key: "b",
    folder: brokenFolder,
    reason: "no run.json",
    children: [],
  });
  const log = node({ kind: "logRun", key: "l", name: "log", log: join(runs, "log"), opened: null, children: [] }); // prettier-ignore
  const logs = node({ kind: "logs", key: "ls", name: "logs", log: runs, count: "1", isBroken: false, children: [] }); // prettier-ignore
  const heading = node({ kind: "logsHeading", key: "h", name: "ring", count: "", children: [] });
  const index = new RunIndex([runs]);
  t.after(() => {
    index.dispose();
  });
  await index.settled();
  let focused: readonly TreeNode[] = [];
  const ticked: (readonly string[])[] = [];
  const errors: string[] = [];
  const app = {
    explorer: {
      get focused() {
        return focused;
      },
      ticked: [],
      toggleTicks: (some: readonly string[]) => ticked.push(some),
      notesOf: readNotes,
      binChanged: () => undefined,
    },
    runs: index,
    folders: { all: [runs] },
    pages: { dashboard: { active: undefined, close: () => undefined } },
    trainers: { withdraw: () => false },
    log: { error: (text: string) => errors.push(text), show: () => undefined },
  } as unknown as App; // what these commands ask of it
  return {
    window,
    app,
    runs,
    folders,
    rows: { one: await rowOf(folders[0]), two: await rowOf(folders[1]), sweep, broken, log, logs, heading },
    ticked,
    errors,
    focus: (...nodes: readonly TreeNode[]) => {
      focused = nodes;
    },
  };
}

test("keys on rows that are no runs write nothing, tick nothing, ask about no other run, and say so", async t => {
  const { app, rows, focus, ticked, window, runs } = await explorerFor(t);
  window.pick = () => assert.fail("no other run is asked for");
  window.type = () => assert.fail("there is nothing to type for");
  const said: readonly [TreeNode, RegExp][] = [
    [rows.sweep, /1 sweep\.$/],
    [rows.broken, /1 folder that cannot be read\.$/],
    [rows.logs, /1 folder of logs\.$/],
    [rows.heading, /1 heading\.$/],
  ];
  for (const [row, words] of said) {
    focus(row);
    await noteCommands["pairingLab.run.star"](app, [fromFocus]);
    await noteCommands["pairingLab.run.rename"](app, [fromFocus]);
    await noteCommands["pairingLab.run.moveToBin"](app, [fromFocus]);
    await explorerCommands["pairingLab.runs.tick"](app, [fromFocus]);
    assert.equal(window.statusMessages.length, 4, row.row.kind);
    for (const text of window.statusMessages.splice(0)) assert.match(text, words);
  }
  assert.deepEqual(ticked.flat(), []);
  assert.deepEqual(readdirSync(join(runs, "weights")), []);
  assert.deepEqual(readdirSync(join(runs, "broken")), []);
  assert.ok(!existsSync(join(runs, ".bin")));
});

test("of a mixed selection the runs are starred and ticked, logs too where a command is done with them", async t => {
  const { app, rows, focus, ticked, window, folders } = await explorerFor(t);
  focus(rows.one, rows.sweep, rows.log, rows.two);
  await noteCommands["pairingLab.run.star"](app, [fromFocus]);
  assert.ok(folders.every(folder => readNotes(folder).star));
  assert.deepEqual(window.statusMessages, ["This cannot be done with 1 sweep, 1 log."]);
  await explorerCommands["pairingLab.runs.tick"](app, [fromFocus]);
  assert.deepEqual(ticked, [
    [folders[0], rows.log.row.kind === "logRun" ? rows.log.row.log : "", folders[1]],
  ]);
});

test("of a mixed selection the runs go to the bin and come back together", async t => {
  const { app, rows, window, runs, folders } = await explorerFor(t);
  const selected = [rows.one, rows.sweep, rows.two];
  await noteCommands["pairingLab.run.moveToBin"](app, [rows.one, selected]);
  assert.deepEqual(window.messages.map(({ text, actions }) => [text, actions]), [["2 runs moved to the bin.", ["Undo"]]]); // prettier-ignore
  assert.ok(!folders.some(existsSync));
  assert.ok(existsSync(join(runs, "weights")));
  await noteCommands["pairingLab.runs.undoBin"](app, [folders.map(folder => join(runs, ".bin", basename(folder)))]); // prettier-ignore
  assert.ok(folders.every(existsSync));
});

test("one that cannot be moved keeps none of the others, takes no Undo from them, and is told", async t => {
  const { app, rows, window, folders, errors } = await explorerFor(t);
  rmSync(join(folders[0], "run.json"));
  await runCommand("pairingLab.run.moveToBin", app, [rows.one, [rows.one, rows.two]]);
  assert.equal(existsSync(folders[0]), true);
  assert.equal(existsSync(folders[1]), false);
  assert.deepEqual(window.messages.map(({ severity }) => severity), ["info", "error"]); // prettier-ignore
  assert.match(window.messages[1]?.text ?? "", new RegExp(basename(folders[0])));
  assert.equal(errors.length, 1);
});
