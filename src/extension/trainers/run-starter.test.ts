import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { hostname } from "node:os";
import { test, type TestContext } from "node:test";
import { endless, playTrainer, script } from "../../../test/support/fake-trainer.ts";
import { until } from "../../../test/support/until.ts";
import { newRun, temporaryFolder } from "../../../test/support/run-folder.ts";
import type { TrainerEnd } from "../../launching/trainer.ts";
import { readStatus } from "../../runs/status.ts";
import { KeptQueue } from "./kept-queue.ts";
import { RunStarter, type StarterSurroundings } from "./run-starter.ts";

await playTrainer();

function starterFor(t: TestContext, changes: Partial<StarterSurroundings> = {}) {
  const queue = new KeptQueue({
    folders: () => [],
    owner: () => ({ host: hostname(), key: "test" }),
    changed: () => undefined,
  });
  t.after(() => {
    queue.dispose();
  });
  const ends = new Map<string, TrainerEnd>();
  const failures: string[] = [];
  const started = new Set<string>();
  const world: StarterSurroundings = {
    script: () => Promise.resolve(script),
    trust: () => false,
    tensorflowFolder: () => undefined,
    limit: () => 1,
    machine: { cores: 8, memory: 8e9 },
    loadOf: () => ({ threads: 1, memory: 1e9 }),
    liveFolders: () => [],
    queue,
    onEnd: (folder, end) => ends.set(folder, end),
    onFailure: folder => failures.push(folder),
    onQueue: () => undefined,
    ...changes,
  };
  const starter = new RunStarter(world);
  t.after(() => {
    for (const folder of started) if (existsSync(folder)) kill(folder);
  });
  const start = (folder: string) => {
    started.add(folder);
    return starter.start(folder);
  };
  return { starter, start, ends, failures, waiting: () => queue.waiting };
}

function kill(folder: string): void {
  const { pid } = readStatus(folder);
  if (pid === null) return;
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended already.
  }
}

const trains = (folder: string) => until("it trains", () => readStatus(folder).pid !== null);

test("more runs than may train at once wait, and start in their order as others end", async t => {
  const runs = temporaryFolder(t);
  const [a, b, c] = [await newRun(runs, endless), await newRun(runs, endless), await newRun(runs, endless)];
  const { starter, start, ends, waiting } = starterFor(t);
  assert.equal(await start(a), "started");
  assert.equal(await start(b), "queued");
  assert.equal(await start(c), "queued");
  assert.equal(await start(b), "queued");
  assert.deepEqual(waiting(), [b, c]);
  assert.ok(starter.isWaiting(c));
  await trains(a);
  assert.equal(readStatus(b).pid, null);
  kill(a);
  await until("the first has ended", () => ends.has(a));
  assert.equal(ends.get(a)?.signal, "SIGKILL");
  await trains(b);
  assert.deepEqual(waiting(), [c]);
  assert.ok(starter.withdraw(c));
  assert.ok(!starter.withdraw(c));
  kill(b);
  await until("the second has ended", () => ends.has(b));
  assert.equal(readStatus(c).pid, null);
});

test("a run that trains already is not started again, whoever started it", async t => {
  const run = await newRun(temporaryFolder(t), endless);
  const elsewhere = starterFor(t, { liveFolders: () => [run], limit: () => 5 });
  assert.equal(await elsewhere.start(run), "already live");
  const own = starterFor(t, { limit: () => 5 });
  assert.equal(await own.start(run), "started");
  assert.equal(await own.start(run), "already live");
});

test("runs of other windows count, and room that comes is used when runs are looked at again", async t => {
  const run = await newRun(temporaryFolder(t), endless);
  let others = ["/elsewhere/x"];
  const { starter, start } = starterFor(t, { liveFolders: () => others });
  assert.equal(await start(run), "queued");
  await starter.advance();
  assert.equal(readStatus(run).pid, null);
  others = [];
  await starter.advance();
  await trains(run);
});

test("one in the queue that cannot be started is told, and the next one starts", async t => {
  const runs = temporaryFolder(t);
  const [a, b] = [await newRun(runs, endless), await newRun(runs, endless)];
  let room = 0;
  const { starter, start, failures } = starterFor(t, {
    limit: () => room,
    script: folder =>
      folder.endsWith("gone") ? Promise.reject(new Error("no program for it")) : Promise.resolve(script),
  });
  await start(`${runs}/gone`);
  await start(a);
  await start(b);
  room = 1;
  await starter.advance();
  assert.deepEqual(failures, [`${runs}/gone`]);
  await trains(a);
  assert.equal(readStatus(b).pid, null);
});

test("what trains or waits is counted once, whoever started it", async t => {
  const runs = temporaryFolder(t);
  const [a, b] = [await newRun(runs, endless), await newRun(runs, endless)];
  let live: readonly string[] = [];
  const { starter, start, ends } = starterFor(t, { liveFolders: () => live });
  assert.equal(starter.count, 0);
  await start(a);
  assert.equal(starter.count, 1);
  live = [a, "/elsewhere/x"];
  assert.equal(starter.count, 2);
  await start(b);
  assert.equal(starter.count, 3);
  assert.ok(starter.withdraw(b));
  live = [];
  kill(a);
  await until("the first has ended", () => ends.has(a));
  assert.equal(starter.count, 0);
});

test("one that memory or cores have no room for waits, whatever the limit, until there is", async t => {
  const runs = temporaryFolder(t);
  const [a, b, c] = [await newRun(runs, endless), await newRun(runs, endless), await newRun(runs, endless)];
  const loads = new Map([
    [a, { threads: 4, memory: 5e9 }],
    [b, { threads: 4, memory: 5e9 }],
    [c, { threads: 13, memory: 1e9 }],
  ]);
  const { start, ends } = starterFor(t, { limit: () => 4, loadOf: folder => loads.get(folder) ?? null });
  assert.equal(await start(a), "started");
  assert.equal(await start(b), "queued", "no memory");
  assert.equal(await start(c), "queued", "no cores");
  await trains(a);
  kill(a);
  await until("the first has ended", () => ends.has(a));
  await trains(b);
  assert.equal(readStatus(c).pid, null);
  kill(b);
  await until("the second has ended", () => ends.has(b));
  await trains(c);
});

test("two windows on one folder never start the same run, nor more than may train, and either goes on with the queue", async t => {
  const runs = temporaryFolder(t);
  const [a, b, c] = [await newRun(runs, endless), await newRun(runs, endless), await newRun(runs, endless)];
  const windows = [1, 2].map(() => {
    const queue = new KeptQueue({
      folders: () => [runs],
      owner: () => ({ host: hostname(), key: "test" }),
      changed: () => undefined,
    });
    t.after(() => {
      queue.dispose();
    });
    // Neither has seen in its status yet what the other started.
    return { queue, ...starterFor(t, { queue }) };
  });
  const [first, second] = windows;
  assert.ok(first !== undefined && second !== undefined);
  assert.equal(await first.start(a), "started");
  assert.equal(await second.start(a), "already live");
  assert.equal(await second.start(b), "queued");
  assert.equal(await first.start(c), "queued");
  assert.deepEqual(first.queue.waiting, [b, c]);
  await until("the other window has seen it", () => second.queue.has(c));
  await second.starter.advance();
  assert.equal(readStatus(b).pid, null);
  await trains(a);
  kill(a);
  await until("the first has ended", () => first.ends.has(a));
  // The one that queued it is not needed.
  await trains(b);
  await second.starter.advance();
  assert.equal(readStatus(c).pid, null);
  await until("the other window has seen it", () => !second.queue.has(b));
  assert.ok(second.starter.withdraw(c));
  kill(b);
});
