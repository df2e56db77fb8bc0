import assert from "node:assert/strict";
import { test } from "node:test";
import { newRun, temporaryFolder } from "../../test/support/run-folder.ts";
import { readJournal } from "../runs/journal.ts";
import { requestControl } from "./request-control.ts";
import { endless, playTrainer, startFake } from "../../test/support/fake-trainer.ts";

await playTrainer();

test("a request gets its outcome; one to a run that ends or has ended fails clearly", async t => {
  const folder = await newRun(temporaryFolder(t), endless);
  const trainer = await startFake(folder);
  const by = { by: "test" };
  const set = await requestControl(folder, { do: "set", key: "pairing.weight", value: 0.5 }, by);
  assert.deepEqual([set?.kind, set?.key, set?.to, set?.by], ["intervention", "pairing.weight", 0.5, "test"]);
  assert.equal((await requestControl(folder, { do: "pause" }, by))?.message, "never pauses");
  assert.equal(await requestControl(folder, { do: "checkpoint" }, { ...by, wait: false }), null);
  const several = await Promise.all(
    ["stop", "checkpoint"].map(what =>
      requestControl(folder, { do: what as "stop" | "checkpoint" }, by).catch((error: unknown) => error),
    ),
  );
  assert.equal((await trainer.ended).code, 0);
  for (const outcome of several)
    assert.ok(outcome instanceof Error ? outcome.name === "ControlError" : outcome !== null);
  await assert.rejects(requestControl(folder, { do: "pause" }, by), {
    name: "ControlError",
    message: /its state is stopped/,
  });
  const ids = readJournal(folder).flatMap(entry => entry.request ?? []);
  assert.equal(new Set(ids).size, ids.length);
});

test("a queued run that no trainer serves times out with a message", async t => {
  const folder = await newRun(temporaryFolder(t));
  const waiting = requestControl(folder, { do: "pause" }, { by: "test", timeoutMs: 100 });
  await assert.rejects(waiting, { name: "ControlError", message: /no answer within/ });
  const cancel = AbortSignal.timeout(100);
  await assert.rejects(requestControl(folder, { do: "pause" }, { by: "test", signal: cancel }), {
    name: "AbortError",
  });
});
