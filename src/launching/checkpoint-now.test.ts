import assert from "node:assert/strict";
import { test } from "node:test";
import { endless, playTrainer, startFake } from "../../test/support/fake-trainer.ts";
import { until } from "../../test/support/until.ts";
import { newRun, temporaryFolder } from "../../test/support/run-folder.ts";
import { listCheckpoints } from "../runs/checkpoints.ts";
import { readJournal } from "../runs/journal.ts";
import { observeRun } from "../runs/list.ts";
import { branchRun } from "./branch-run.ts";
import { readRunInfo } from "../runs/run-info.ts";
import { checkpointNow } from "./checkpoint-now.ts";

await playTrainer();

const begun = (folder: string) =>
  until("it has begun", async () => (await observeRun(folder)).state !== "queued");

test("a live run writes a checkpoint on record, and a branch begins from it", async t => {
  const runsFolder = temporaryFolder(t);
  const folder = await newRun(runsFolder, endless);
  const trainer = await startFake(folder);
  await begun(folder);
  const step = await checkpointNow(folder, { by: "test" });
  assert.ok(listCheckpoints(folder).some(place => place.step === step));
  const recorded = readJournal(folder).find(entry => entry.do === "checkpoint");
  assert.deepEqual([recorded?.step, recorded?.by], [step, "test"]);
  const branch = await branchRun({ folder, step, runsFolder });
  assert.equal(readRunInfo(branch).parent?.step, step);
  await trainer.stop();
  await assert.rejects(checkpointNow(folder, { by: "test" }), {
    name: "ControlError",
    message: /not training.*Its last checkpoint is that of step \d+: branch from there/,
  });
});

test("a run that waits has nothing to branch from; a trainer that hangs is told of; one may give up waiting", async t => {
  const folder = await newRun(temporaryFolder(t), endless);
  await assert.rejects(checkpointNow(folder, { by: "test" }), {
    name: "ControlError",
    message: /still waits to be trained/,
  });
  const trainer = await startFake(folder);
  await begun(folder);
  process.kill(trainer.pid, "SIGSTOP");
  t.after(async () => {
    process.kill(trainer.pid, "SIGCONT");
    await trainer.stop();
  });
  const hanging = checkpointNow(folder, { by: "test", timeoutMs: 100 });
  await assert.rejects(hanging, { name: "ControlError", message: /no answer within .* checkpoint/ });
  await assert.rejects(checkpointNow(folder, { by: "test", signal: AbortSignal.timeout(100) }), {
    name: "AbortError",
  });
});
