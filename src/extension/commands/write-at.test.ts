import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { temporaryFolder } from "../../../test/support/run-folder.ts";
import { newStandIn, Uri } from "../../../test/support/vscode-stand-in.ts";
import { writeAt } from "./write-at.ts";

test("what is exported to another machine is made here, handed over, and not left behind", async t => {
  newStandIn();
  const target = join(temporaryFolder(t), "a.csv");
  const made: string[] = [];
  const write = (file: string) => {
    made.push(file);
    writeFileSync(file, "1,2");
    return Promise.resolve();
  };
  await writeAt(Uri.file(target) as never, write);
  await writeAt(Uri.from({ scheme: "vscode-local", path: target }) as never, write);
  const [here, between = ""] = made;
  assert.equal(here, target);
  assert.notEqual(between, target);
  assert.equal(existsSync(dirname(between)), false);
  assert.equal(readFileSync(target, "utf8"), "1,2");
});
