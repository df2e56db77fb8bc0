import assert from "node:assert/strict";
import { existsSync, rmSync } from "node:fs";
import { test } from "node:test";
import { checkpointOf, newRun, temporaryFolder } from "../../test/support/run-folder.ts";
import { readState } from "./checkpoints.ts";
import { checkpointAt } from "./copy-run.ts";
import { holdCheckpoint } from "./held-checkpoint.ts";
import { openRunForWriting } from "./run-writer.ts";

test("a held checkpoint is there when the run's own is gone, until it is let go", async t => {
  const folder = await newRun(temporaryFolder(t));
  const writer = await openRunForWriting(folder);
  writer.checkpoint(10, checkpointOf(10));
  writer.close();
  const { place, release } = holdCheckpoint(folder, 10);
  rmSync(checkpointAt(folder, 10).folder, { recursive: true });
  assert.deepEqual(readState(place.folder).tensors, checkpointOf(10).tensors);
  assert.equal(place.step, 10);
  release();
  assert.ok(!existsSync(place.folder));
  assert.throws(() => holdCheckpoint(folder, 10), {
    name: "RunReadError",
    message: /no checkpoint of step 10/,
  });
});
