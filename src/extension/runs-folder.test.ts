import assert from "node:assert/strict";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { resolveRunsFolder } from "./runs-folder.ts";

test("the runs folder is absolute, in the home, or relative to the workspace folder; without one, to our own place", () => {
  const of = (setting: string, place: string | null = "/projects") =>
    resolveRunsFolder(setting, place, "/own");
  assert.equal(of("runs"), resolve("/projects/runs"));
  assert.equal(of("../other"), resolve("/other"));
  assert.equal(of("/data/runs/"), resolve("/data/runs"));
  assert.equal(of("~/runs"), join(homedir(), "runs"));
  assert.equal(of("~"), homedir());
  assert.equal(of("  "), resolve("/projects/runs"));
  assert.equal(of("runs", null), resolve("/own/runs"));
});
