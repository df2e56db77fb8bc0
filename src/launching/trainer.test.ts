import assert from "node:assert/strict";
import { once } from "node:events";
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { newRun, temporaryFolder } from "../../test/support/run-folder.ts";
import { role, roleEnvironment, startSelf } from "../../test/support/self-as-child.ts";
import { lastCheckpoint } from "../runs/checkpoints.ts";
import { observeRun } from "../runs/list.ts";
import { currentProcess, isAlive } from "../runs/process-name.ts";
import { requestControl } from "./request-control.ts";
import { startTrainer, trainerScript } from "./trainer.ts";
import { endless, playTrainer, startFake } from "../../test/support/fake-trainer.ts";
import { until } from "../../test/support/until.ts";

/** Starts an attached trainer and waits to be killed. */
async function parent(): Promise<never> {
  Object.assign(process.env, roleEnvironment("trainer"));
  const trainer = await startFake(process.argv[2] ?? "");
  console.log(String(trainer.pid));
  for (;;) await delay(1e6);
}

if (role === "parent") await parent();
await playTrainer();

test("a trainer trains its run; how it ended and its last line are told", async t => {
  const runsFolder = temporaryFolder(t);
  const folder = await newRun(runsFolder);
  assert.deepEqual(await (await startFake(folder)).ended, { code: 0, signal: null, message: "" });
  assert.equal((await observeRun(folder)).state, "done");
  assert.equal(lastCheckpoint(folder)?.step, 100);

  process.env["FAKE_TALK"] = "1";
  const talking = await startFake(await newRun(runsFolder));
  delete process.env["FAKE_TALK"];
  assert.deepEqual(await talking.ended, { code: 0, signal: null, message: "" });

  process.env["FAKE_FAILURE"] = "1";
  const failing = await startFake(await newRun(runsFolder));
  delete process.env["FAKE_FAILURE"];
  assert.deepEqual(await failing.ended, { code: 1, signal: null, message: "the disk is on fire" });
  assert.match(readFileSync(join(failing.folder, "trainer.log"), "utf8"), /first line\nthe disk is on fire/);
});

test("stop saves and ends, also when asked twice; a detached trainer answers the same", async t => {
  for (const detached of [false, true]) {
    const folder = await newRun(temporaryFolder(t), endless);
    const trainer = await startFake(folder, { detached });
    await until("it trains", async () => (await observeRun(folder)).state === "training");
    const [end] = await Promise.all([trainer.stop(), trainer.stop()]);
    assert.deepEqual([end.code, end.signal], [130, null]);
    if (!detached) assert.equal(end.message, "interrupted; saved");
    const { state, status } = await observeRun(folder);
    assert.equal(state, "stopped");
    assert.equal(lastCheckpoint(folder)?.step, status.step);
  }
});

test("an attached trainer is stopped by a message: no signal is needed", async t => {
  process.env["FAKE_DEAF"] = "1";
  const folder = await newRun(temporaryFolder(t), endless);
  const trainer = await startFake(folder);
  delete process.env["FAKE_DEAF"];
  await until("it trains", async () => (await observeRun(folder)).state === "training");
  const { code, signal } = await trainer.stop();
  assert.deepEqual([code, signal], [130, null]);
});

test("an attached trainer ends when its parent is killed, and the run is then lost", async t => {
  const folder = await newRun(temporaryFolder(t), endless);
  const child = startSelf("parent", [folder]);
  if (child.stdout === null) throw new Error("no output");
  const [line] = (await once(createInterface(child.stdout), "line")) as [string];
  const trainer = { ...currentProcess(), pid: Number(line), processStart: "" };
  await until("it trains", async () => (await observeRun(folder)).state === "training");
  assert.equal(isAlive(trainer), true);
  child.kill("SIGKILL");
  await until("the trainer is gone", () => isAlive(trainer) === false);
  await assert.rejects(requestControl(folder, { do: "pause" }, { by: "test" }), { name: "ControlError" });
  await until("it is lost", async () => (await observeRun(folder)).state === "lost");
});

test(
  "a Node that is removed between the look at it and the start keeps nobody from training",
  { skip: process.platform !== "linux" },
  async t => {
    const folder = temporaryFolder(t);
    const own = process.execPath;
    const node = join(folder, "node");
    copyFileSync(own, node);
    let looks = 0;
    Object.defineProperty(process, "execPath", {
      configurable: true,
      get: () => {
        // The first look finds it; what is started is gone by then.
        if (++looks === 2) rmSync(node);
        return node;
      },
    });
    t.after(() => {
      Object.defineProperty(process, "execPath", { configurable: true, writable: true, value: own });
    });
    const trainer = await startFake(await newRun(folder));
    assert.ok(!existsSync(node));
    assert.deepEqual(await trainer.ended, { code: 0, signal: null, message: "" });
  },
);

test("a program that is not there is said so", async t => {
  const folder = await newRun(temporaryFolder(t));
  const around = temporaryFolder(t);
  const installed = { name: "TrainerError", message: /updated or removed since: reload the window/ };
  const checkout = { name: "TrainerError", message: /npm run build/ };
  for (const missing of [installed, checkout]) {
    const script = join(around, "dist", "trainer.js");
    await assert.rejects(startTrainer(folder, { detached: false, script }), missing);
    assert.throws(() => trainerScript(join(around, "dist")), missing);
    // What only a checkout has.
    writeFileSync(join(around, "esbuild.mjs"), "");
  }
  mkdirSync(join(around, "dist", "chunks"), { recursive: true });
  writeFileSync(join(around, "dist", "trainer.js"), "");
  for (const from of ["dist", "dist/chunks", "out/test/src/x"]) {
    assert.equal(trainerScript(join(around, from)), join(around, "dist", "trainer.js"));
  }
});
