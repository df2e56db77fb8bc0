import assert from "node:assert/strict";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { temporaryFolder } from "../../../test/support/run-folder.ts";
import { isWorkedIn } from "../../runs/work-in-folder.ts";
import { FolderLock } from "../../runs/folder-lock.ts";
import { writeArrays } from "../slurm/slurm-jobs.ts";
import { takeCancelRequest } from "./cancel-request.ts";
import { cancelSweep } from "./cancel-sweep.ts";

const timing = { patience: 5_000, poll: 10, answer: 5_000 };

test("whoever trains a sweep is asked by its folder, and waited for", async t => {
  const folder = temporaryFolder(t);
  const lock = await FolderLock.acquire(folder);
  assert.equal(isWorkedIn(folder), true);
  const cancelled = cancelSweep(folder, { by: "test", timing });
  assert.ok(existsSync(join(folder, "cancel.json")));
  assert.ok(takeCancelRequest(folder));
  assert.ok(!takeCancelRequest(folder), "a request is taken once");
  lock.release();
  assert.equal(await cancelled, "ended");
  assert.equal(isWorkedIn(folder), false);
});

test("one that does not go in time is told as silent, and its request stands", async t => {
  const folder = temporaryFolder(t);
  const lock = await FolderLock.acquire(folder);
  assert.equal(await cancelSweep(folder, { by: "test", timing: { ...timing, patience: 30 } }), "silent");
  assert.ok(existsSync(join(folder, "cancel.json")));
  lock.release();
});

test("where nobody trains, jobs that Slurm still has are cancelled; without any there is nothing to do", async t => {
  const folder = temporaryFolder(t);
  const program = (name: string, script: string) => {
    const path = join(folder, name);
    writeFileSync(path, `#!/bin/sh\n${script}\n`);
    chmodSync(path, 0o755);
    return path;
  };
  const programs = {
    sbatch: "false",
    squeue: program("squeue", `echo "17_0|RUNNING|None"; echo "17_1|PENDING|Resources"`),
    scancel: program("scancel", `echo "$@" > ${join(folder, "cancelled")}`),
  };
  assert.equal(await cancelSweep(folder, { by: "test", programs, timing }), "nothing");
  writeArrays(folder, [{ job: "17", at: "2026-11-22T09:00:00.000Z", runs: ["a", "b"] }]);
  assert.equal(await cancelSweep(folder, { by: "test", programs, timing }), "ended");
  assert.equal(readFileSync(join(folder, "cancelled"), "utf8"), "17\n");
});
