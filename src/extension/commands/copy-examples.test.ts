import assert from "node:assert/strict";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { temporaryFolder } from "../../../test/support/run-folder.ts";
import { newStandIn, Uri } from "../../../test/support/vscode-stand-in.ts";
import { copyExamples, copyPythonWriter } from "./copy-examples.ts";

test("the examples come into the workspace, and what a person changed there stays", async t => {
  const window = newStandIn();
  await copyExamples(resolve("examples"));
  assert.match(window.messages[0]?.text ?? "", /^Open a folder first/);
  const root = temporaryFolder(t);
  window.workspaceFolders = [{ uri: Uri.file(root), name: "w", index: 0 }];
  mkdirSync(join(root, "examples"));
  const own = join(root, "examples", "moons.gan.json");
  writeFileSync(own, "mine");
  await copyExamples(resolve("examples"));
  assert.equal(readFileSync(own, "utf8"), "mine");
  assert.deepEqual(readdirSync(join(root, "examples")).sort(), readdirSync("examples").sort());
});

test("the Python writer comes with its example", async t => {
  const window = newStandIn();
  const root = temporaryFolder(t);
  window.workspaceFolders = [{ uri: Uri.file(root), name: "w", index: 0 }];
  await copyPythonWriter(resolve("python"));
  const files = readdirSync(join(root, "python"), { recursive: true }).sort();
  assert.deepEqual(files, ["examples", join("examples", "ring_gan.py"), "pairing_lab_run.py"]);
});
