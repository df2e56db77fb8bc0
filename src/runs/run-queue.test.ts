import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { temporaryFolder } from "../../test/support/run-folder.ts";
import { currentProcess } from "./process-name.ts";
import { changeQueue, queueFile, readQueue, type QueuedRun } from "./run-queue.ts";

const entry = (run: string, changes: Partial<QueuedRun> = {}): QueuedRun => ({
  run,
  at: new Date().toISOString(),
  host: "here",
  key: "k",
  starter: null,
  ...changes,
});

test("a queue is what was written last, and who died or was silent over a start leaves no trace", t => {
  const runs = temporaryFolder(t);
  assert.deepEqual(readQueue(runs), []);
  const own = currentProcess();
  const written = [
    entry("a"),
    entry("sweep/b", { starter: own }),
    entry("c", { starter: { ...own, processStart: "another" } }),
    entry("d", { starter: own, at: new Date(Date.now() - 3_600_000).toISOString() }),
  ];
  changeQueue(runs, () => [null, written]);
  assert.deepEqual(
    readQueue(runs).map(({ run }) => run),
    process.platform === "linux" ? ["a", "sweep/b"] : ["a", "sweep/b", "c"],
  );
  changeQueue(runs, before => [null, before.slice(1)]);
  assert.equal(readQueue(runs)[0]?.run, "sweep/b");
});

test("what is no queue holds nothing, nor does one that names what lies elsewhere", t => {
  const runs = temporaryFolder(t);
  const contents = [
    "",
    "{",
    "[]",
    '{ "runs": 3 }',
    ...["../other", "/etc", "a/../../b", ""].map(run => JSON.stringify({ runs: [entry(run)] })),
  ];
  for (const content of contents) {
    writeFileSync(queueFile(runs), content);
    assert.deepEqual(readQueue(runs), [], content);
  }
  // It is written over.
  changeQueue(runs, before => [null, [...before, entry("a")]]);
  assert.equal(readQueue(runs).length, 1);
  assert.equal(queueFile(runs), join(runs, "queue.json"));
});
