import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { refuseFiles } from "../../test/support/refusing-files.ts";
import { checkpointOf, newRun, temporaryFolder } from "../../test/support/run-folder.ts";
import { listCheckpoints } from "../runs/checkpoints.ts";
import { RunReadError } from "../runs/errors.ts";
import { openRunForWriting } from "../runs/run-writer.ts";
import { startingPoint } from "./starting-point.ts";

async function runOf(t: TestContext, steps: readonly number[]) {
  const writer = await openRunForWriting(await newRun(temporaryFolder(t)));
  for (const step of steps) writer.checkpoint(step, checkpointOf(step));
  t.after(() => {
    writer.close();
  });
  return writer;
}

const stepsOf = (folder: string) => listCheckpoints(folder).map(({ step }) => step);

for (const code of ["EIO", "ESTALE", "EACCES"])
  test(`a checkpoint that cannot be read for a moment (${code}) is gone on from`, async t => {
    const run = await runOf(t, [10, 20]);
    const left = new Map<string, number>();
    const restore = refuseFiles(t, (call, path) => {
      if (!path.startsWith(run.folder) || path.endsWith("lock.json")) return null;
      const refusals = left.get(path) ?? 2;
      left.set(path, refusals - 1);
      return ["openSync", "statSync", "readdirSync"].includes(call) && refusals > 0 ? code : null;
    });
    const { step, lost } = startingPoint(run);
    restore();
    assert.deepEqual([step, lost], [20, []]);
    assert.deepEqual(stepsOf(run.folder), [10, 20]);
  });

test("a network that does not come back makes no checkpoint a damaged one", async t => {
  const run = await runOf(t, [10, 20]);
  for (const code of ["ESTALE", "ENOTCONN", "EACCES"]) {
    const restore = refuseFiles(t, (_, path) => (path.includes("00000020") ? code : null));
    assert.throws(() => startingPoint(run), RunReadError);
    restore();
  }
  assert.deepEqual(stepsOf(run.folder), [10, 20]);
});
