import assert from "node:assert/strict";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type * as vscode from "vscode";
import { temporaryFolder } from "../../test/support/run-folder.ts";
import { newStandIn, openFolders, Uri } from "../../test/support/vscode-stand-in.ts";
import { RunsFolders } from "./runs-folders.ts";

test("a folder of runs that is reached in several ways is one, under its first path, also for runs that are made", t => {
  newStandIn();
  const root = temporaryFolder(t);
  mkdirSync(join(root, "work"));
  symlinkSync(join(root, "work"), join(root, "way"));
  openFolders(join(root, "work"), join(root, "way"), join(root, "other"));
  const folders = new RunsFolders(root);
  t.after(() => {
    folders.dispose();
  });
  assert.deepEqual(folders.all, [join(root, "work/runs"), join(root, "other/runs")]);
  // The workspace's own type: the stand-in has what is used of it.
  const file = Uri.file(join(root, "way/a.gan.json")) as unknown as vscode.Uri;
  assert.equal(folders.for(file), join(root, "work/runs"));
});
