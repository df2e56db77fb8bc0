import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { encodePng } from "../../src/formats/png.ts";
import { requestControl } from "../../src/launching/request-control.ts";
import { listCheckpoints } from "../../src/runs/checkpoints.ts";
import { readJournal } from "../../src/runs/journal.ts";
import { readStatus } from "../../src/runs/status.ts";
import { prepare, start, temporaryRuns } from "./harness.ts";

/** A trainer that reads pictures, which takes it much longer than anybody waits here. */
async function reading(t: TestContext) {
  const runs = temporaryRuns(t);
  process.env["PAIRING_LAB_CACHE"] = join(runs, "cache");
  const folder = join(runs, "pictures");
  mkdirSync(folder);
  const side = 4000;
  const png = encodePng({ width: side, height: side, channels: 1, data: new Uint8Array(side * side) });
  for (let i = 0; i < 200; i++) writeFileSync(join(folder, `${i}.png`), png);
  const run = await prepare(runs, { data: { kind: "images", folder, size: 28, channels: 1 } }, "images");
  const trainer = await start(run);
  while (readStatus(run).state !== "starting") await delay(10);
  return { run, trainer };
}

for (const [how, ask] of [
  ["a message", trainer => void trainer.stop()],
  ["a signal", ({ pid }) => process.kill(pid, "SIGTERM")],
] satisfies [string, (trainer: Awaited<ReturnType<typeof start>>) => void][])
  test(`${how} while pictures are read ends the trainer before all are read, and it says so`, async t => {
    const { run, trainer } = await reading(t);
    ask(trainer);
    const { code, signal, message } = await trainer.ended;
    assert.deepEqual([code, signal], [130, null]);
    assert.match(message, /interrupted before the first step\. Go on with: pairing-lab resume/);
    const { state, step, message: told } = readStatus(run);
    assert.deepEqual([state, step, told], ["stopped", 0, "interrupted before the first step"]);
    assert.deepEqual(listCheckpoints(run), []);
  });

test("a request to stop is served while pictures are read, and what was set before it is on record", async t => {
  const { run, trainer } = await reading(t);
  await requestControl(run, { do: "set", key: "pairing.weight", value: 0.1 }, { by: "test", wait: false });
  const outcome = await requestControl(run, { do: "stop" }, { by: "test" });
  assert.deepEqual([outcome?.kind, outcome?.do, outcome?.step], ["intervention", "stop", 0]);
  assert.equal((await trainer.ended).code, 0);
  assert.equal(readStatus(run).state, "stopped");
  assert.deepEqual(
    readJournal(run).map(entry => entry.do),
    ["set", "stop"],
  );
  assert.deepEqual(listCheckpoints(run), []);
});
