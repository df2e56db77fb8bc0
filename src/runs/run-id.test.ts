import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { newRun, temporaryFolder } from "../../test/support/run-folder.ts";
import { RunReadError } from "./errors.ts";
import { runId } from "./run-id.ts";
import { loadRunInfo, readRunInfo } from "./run-info.ts";

const paths = [
  "",
  ".",
  "..",
  "../x",
  "a/b",
  "/etc",
  "a\\b",
  "C:x",
  "a:b",
  ".new-a",
  "a\0",
  "a\nb",
  "x".repeat(256),
];

test("an id is one name that every system takes for one", () => {
  for (const id of ["2026-11-22-143005-ring-8-s1-k3f9", "a", "Ring 8 (2)", "größe", "a..b"])
    assert.ok(runId.safeParse(id).success, id);
  for (const id of paths) assert.ok(!runId.safeParse(id).success, id);
});

test("a run.json whose id, or whose parent's, is a path is no run's", async t => {
  const folder = await newRun(temporaryFolder(t));
  const path = join(folder, "run.json");
  const own = JSON.parse(readFileSync(path, "utf8")) as object;
  for (const id of paths) {
    for (const change of [{ id }, { parent: { id, step: 0 } }]) {
      writeFileSync(path, JSON.stringify({ ...own, ...change }));
      assert.throws(() => readRunInfo(folder), RunReadError, JSON.stringify(change));
      await assert.rejects(loadRunInfo(folder), RunReadError);
    }
  }
});
