import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { temporaryFolder } from "../../../test/support/run-folder.ts";
import { until } from "../../../test/support/until.ts";
import { newStandIn, RelativePattern, Uri } from "../../../test/support/vscode-stand-in.ts";
import type { RunsFolders } from "../runs-folders.ts";
import { LogFolders } from "./log-folders.ts";

test("the menu is on folders with event files of others, where our runs are made too, and not on our runs", async t => {
  const root = temporaryFolder(t);
  const runsFolder = join(root, "runs");
  const eventFile = (...folders: readonly string[]) => {
    const folder = join(root, ...folders);
    mkdirSync(folder, { recursive: true });
    return join(folder, "events.out.tfevents.1");
  };
  // PyTorch writes into runs/ too; runs2 begins as the runs folder does.
  const [torch, ours, beside] = [
    eventFile("runs", "Nov30_host"),
    eventFile("runs", "ring-1"),
    eventFile("runs2"),
  ];
  writeFileSync(join(root, "runs", "ring-1", "run.json"), "{}");
  const window = newStandIn();
  window.workspaceFolders = [{ uri: Uri.file(root), name: "w", index: 0 }];
  window.find = pattern => (pattern instanceof RelativePattern ? [torch, ours] : [beside]);
  const folders = new LogFolders({ all: [runsFolder] } as unknown as RunsFolders); // what is asked of it
  t.after(() => {
    folders.dispose();
  });
  const told = () => window.executed.find(([name, key]) => name === "setContext" && key !== undefined)?.[2];
  await until("the menu is told", () => told() !== undefined);
  assert.deepEqual(
    [...(told() as string[])].sort(),
    [root, runsFolder, join(runsFolder, "Nov30_host"), join(root, "runs2")].sort(),
  );
});
