import assert from "node:assert/strict";
import { test } from "node:test";
import { requestControl } from "../../src/launching/request-control.ts";
import { listCheckpoints } from "../../src/runs/checkpoints.ts";
import { readJournal } from "../../src/runs/journal.ts";
import { readScalars } from "../../src/runs/scalars.ts";
import { readStatus } from "../../src/runs/status.ts";
import { until } from "../support/until.ts";
import { prepare, reached, start, temporaryRuns } from "./harness.ts";

test("every request has one outcome: applied at a step, or refused with the reason", async t => {
  const folder = await prepare(temporaryRuns(t), { pace: 100, steps: 4000 });
  const trainer = await start(folder);
  await reached(folder, 10);
  const ask = async (order: Parameters<typeof requestControl>[1]) => {
    const outcome = await requestControl(folder, order, { by: "test" });
    assert.ok(outcome !== null);
    return outcome;
  };

  const set = await ask({ do: "set", key: "pairing.weight", value: 0.02 });
  assert.deepEqual(
    [set.kind, set.key, set.from, set.to, set.by],
    ["intervention", "pairing.weight", 0, 0.02, "test"],
  );
  assert.match((await ask({ do: "set", key: "pairing.weigth", value: 1 })).message ?? "", /pairing\.weight/);
  assert.match((await ask({ do: "set", key: "pairing.weight", value: -1 })).message ?? "", /-1/);
  assert.match((await ask({ do: "set", key: "batch", value: 64 })).message ?? "", /cannot change|not a knob/);
  assert.equal((await ask({ do: "resume" })).kind, "refused");

  const paused = await ask({ do: "pause" });
  // It goes on to live meanwhile.
  for (let beats = 0; beats < 2; beats++) {
    const { heartbeatAt } = readStatus(folder);
    await until("it gives another sign of life", () => readStatus(folder).heartbeatAt !== heartbeatAt);
  }
  assert.equal(readStatus(folder).state, "paused");
  assert.equal((await ask({ do: "pause" })).kind, "refused");
  const saved = await ask({ do: "checkpoint" });
  assert.equal(saved.step, paused.step, "nothing moves while paused");
  assert.ok(listCheckpoints(folder).some(({ step }) => step === saved.step));
  assert.equal((await ask({ do: "set", key: "pairing.noise", value: 0.2 })).step, paused.step);
  await ask({ do: "resume" });
  await reached(folder, saved.step + 10);
  await ask({ do: "set", key: "pace", value: 0 });

  const stopped = await ask({ do: "stop" });
  assert.deepEqual((await trainer.ended).code, 0);
  const status = readStatus(folder);
  assert.deepEqual([status.state, status.step], ["stopped", stopped.step]);
  assert.equal(listCheckpoints(folder).at(-1)?.step, stopped.step);

  const outcomes = readJournal(folder).filter(entry => entry.request !== undefined);
  assert.equal(outcomes.length, 12);
  assert.equal(new Set(outcomes.map(entry => entry.request)).size, 12);
  const weights = readScalars(folder).get("knob/pairing.weight") ?? [];
  const weightAt = (at: number) => weights.filter(({ step }) => step === at).map(({ value }) => value);
  assert.deepEqual([weightAt(set.step), weightAt(set.step + 1)], [[0], [Math.fround(0.02)]]);
  await assert.rejects(requestControl(folder, { do: "pause" }, { by: "test" }), /stopped/);
});

test("a stop or a signal in the middle of a recording leaves one step: in the status, the journal, the checkpoint", async t => {
  // Nearly all the time is taken by evaluations, one after every step.
  const long = { steps: 4000, "record.evaluation": 1, "evaluation.samples": 2000 };
  const runs = temporaryRuns(t);
  const [stopped, interrupted] = [await prepare(runs, long), await prepare(runs, long)];
  const trainers = [await start(stopped), await start(interrupted)];
  for (const folder of [stopped, interrupted]) await reached(folder, 2);
  const outcome = await requestControl(stopped, { do: "stop" }, { by: "test" });
  await Promise.all([trainers[0]?.ended, trainers[1]?.stop()]);
  assert.equal(readStatus(stopped).step, outcome?.step);
  for (const folder of [stopped, interrupted]) {
    const { state, step } = readStatus(folder);
    assert.deepEqual([state, step], ["stopped", listCheckpoints(folder).at(-1)?.step]);
  }
});

test("a paused run that is interrupted saves and ends", async t => {
  const folder = await prepare(temporaryRuns(t), { pace: 100, steps: 4000 });
  const trainer = await start(folder);
  await reached(folder, 5);
  const paused = await requestControl(folder, { do: "pause" }, { by: "test" });
  assert.equal((await trainer.stop()).code, 130);
  assert.equal(listCheckpoints(folder).at(-1)?.step, paused?.step);
});
