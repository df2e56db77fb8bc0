import assert from "node:assert/strict";
import { once } from "node:events";
import {
  appendFileSync,
  existsSync,
  readFileSync,
  readdirSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { temporaryFolder } from "../../test/support/run-folder.ts";
import { role, startSelf } from "../../test/support/self-as-child.ts";
import { holderOf } from "./lock-record.ts";
import { lockTiming, RunLock } from "./lock.ts";
import { currentProcess } from "./process-name.ts";

const quick = { ...lockTiming, wait: 150, watch: 150, poll: 5 };

const ROUNDS = 20;

/** Several of these race: each takes the lock, works for a moment while it is its own, and leaves it as the dead do, or gives it back. */
async function race(folder: string, log: string): Promise<void> {
  for (let round = 0; round < ROUNDS; round++) {
    const lock = await RunLock.acquire(folder, { ...quick, wait: 60_000 });
    appendFileSync(log, `begin ${process.pid}\n`);
    for (let i = 0; i < 5; i++) {
      await delay(1);
      lock.check();
    }
    appendFileSync(log, `end ${process.pid}\n`);
    if (round === ROUNDS - 1) process.kill(process.pid, "SIGKILL");
    if (round % 4 === 0) lock.release();
    else abandon(folder);
  }
}

/** Makes the lock that of a process that is gone. */
function abandon(folder: string): void {
  const path = join(folder, "lock.json");
  const dead = readFileSync(path, "utf8").replace(/"pid":\d+/, `"pid":${2 ** 22 + 1}`);
  writeFileSync(path, dead, { flag: "r+" });
}

/** Takes the lock, says so, and holds it until it is killed. */
async function hold(folder: string): Promise<void> {
  await RunLock.acquire(folder, quick);
  console.log("held");
  await delay(1e6);
}

const [, , folderArgument = "", logArgument = ""] = process.argv;
if (role === "race") await race(folderArgument, logArgument);
else if (role === "hold") await hold(folderArgument);
else defineTests();

function defineTests(): void {
  test("of processes that race for a lock, mostly those of the dead, never do two hold it", async t => {
    const folder = temporaryFolder(t);
    const log = join(temporaryFolder(t), "log");
    const children = Array.from({ length: 4 }, () => startSelf("race", [folder, log]));
    await Promise.all(children.map(child => once(child, "exit")));
    const lines = readFileSync(log, "utf8").trimEnd().split("\n");
    assert.equal(lines.length, 4 * ROUNDS * 2);
    for (let i = 0; i < lines.length; i += 2) {
      const pid = lines[i]?.split(" ")[1] ?? "";
      assert.deepEqual(lines.slice(i, i + 2), [`begin ${pid}`, `end ${pid}`]);
    }
    // The last one died with it: followed at once, and nothing of the takeovers is left.
    const lock = await RunLock.acquire(folder, quick);
    assert.deepEqual(readdirSync(folder), ["lock.json"]);
    lock.release();
    assert.deepEqual(readdirSync(folder), []);
  });

  test("a held lock is waited for, then refused with the holder's name; a killed holder is followed at once", async t => {
    const folder = temporaryFolder(t);
    const child = startSelf("hold", [folder]);
    t.after(() => child.kill("SIGKILL"));
    if (child.stdout !== null) await once(createInterface(child.stdout), "line");
    const name = new RegExp(`process ${child.pid} on host .*ago`);
    await assert.rejects(RunLock.acquire(folder, quick), { name: "RunHeldError", message: name });
    child.kill("SIGKILL");
    await once(child, "exit");
    const started = performance.now();
    const lock = await RunLock.acquire(folder, quick);
    assert.ok(performance.now() - started < 1_000);
    lock.release();
  });

  /** A lock as another process would have left it. */
  const leave = (folder: string, change: object) => {
    const record = { token: "other", ...currentProcess(), heartbeatAt: new Date().toISOString(), ...change };
    writeFileSync(join(folder, "lock.json"), JSON.stringify(record));
  };
  const ago = (ms: number) => new Date(Date.now() - ms).toISOString();

  test("a live process that is silent for a minute, and a foreign one, are followed after they were watched", async t => {
    for (const change of [{}, { host: "elsewhere" }, { host: "elsewhere", heartbeatAt: ago(-3_600_000) }]) {
      const folder = temporaryFolder(t);
      leave(folder, { heartbeatAt: ago(61_000), ...change });
      const started = performance.now();
      const lock = await RunLock.acquire(folder, quick);
      assert.ok(performance.now() - started >= quick.watch);
      lock.check();
      lock.release();
    }
  });

  test("a foreign holder heard of within a minute, or that beats while it is watched, keeps its lock", async t => {
    const folder = temporaryFolder(t);
    leave(folder, { host: "elsewhere", heartbeatAt: ago(50_000) });
    await assert.rejects(RunLock.acquire(folder, quick), { name: "RunHeldError", message: /elsewhere/ });
    // Its clock is two minutes behind, yet it beats.
    let beats = 0;
    const beating = setInterval(() => {
      leave(folder, { host: "elsewhere", heartbeatAt: ago(120_000 - ++beats) });
    }, 20);
    const taken = RunLock.acquire(folder, quick);
    assert.equal(await Promise.race([taken, delay(600, "not taken")]), "not taken");
    clearInterval(beating);
    (await taken).release();
  });

  test("one that was followed notices at its next check, and neither its heartbeat nor its release harms the new one", async t => {
    const folder = temporaryFolder(t);
    const old = await RunLock.acquire(folder, quick);
    const path = join(folder, "lock.json");
    // What a laptop asleep for two minutes looks like.
    writeFileSync(
      path,
      readFileSync(path, "utf8").replace(/"heartbeatAt":"[^"]*"/, `"heartbeatAt":"${ago(120_000)}"`),
    );
    const taken = await RunLock.acquire(folder, quick);
    assert.throws(
      () => {
        old.check();
      },
      {
        name: "LockLostError",
        message: new RegExp(`taken over by process ${process.pid} .*Nothing was written`),
      },
    );
    const before = readFileSync(path, "utf8");
    old.beat();
    old.release();
    assert.equal(readFileSync(path, "utf8"), before);
    taken.check();
    taken.release();
  });

  test("a lock or folder removed under its holder is noticed", async t => {
    const folder = temporaryFolder(t);
    const lock = await RunLock.acquire(folder, quick);
    rmSync(join(folder, "lock.json"));
    const check = () => {
      lock.check();
    };
    assert.throws(check, { name: "LockLostError", message: /removed/ });
    rmSync(folder, { recursive: true });
    assert.throws(check, { name: "RunWriteError", message: /deleted or moved/ });
    lock.release();
  });

  test("one that died in the middle of a takeover is followed in its turn", async t => {
    const folder = temporaryFolder(t);
    const dead = { pid: 2 ** 22 + 1 };
    leave(folder, { token: "a", ...dead });
    const claim = (after: string, token: string) => {
      const record = { token, ...currentProcess(), ...dead, heartbeatAt: ago(0) };
      writeFileSync(join(folder, `.lock-after-${after}.json`), JSON.stringify(record));
    };
    claim("a", "b");
    claim("b", "c");
    assert.equal(holderOf(folder)?.token, "c");
    const lock = await RunLock.acquire(folder, quick);
    lock.check();
    assert.deepEqual(readdirSync(folder), ["lock.json"]);
    lock.release();
  });

  test("an unreadable lock is respected for a minute after its last change", async t => {
    const folder = temporaryFolder(t);
    const path = join(folder, "lock.json");
    writeFileSync(path, "{");
    await assert.rejects(RunLock.acquire(folder, quick), { name: "RunHeldError", message: /unreadable/ });
    utimesSync(path, new Date(), new Date(Date.now() - 61_000));
    (await RunLock.acquire(folder, quick)).release();
    assert.ok(!existsSync(path));
  });

  test("checking costs less than 50 microseconds", async t => {
    const lock = await RunLock.acquire(temporaryFolder(t), quick);
    const times = Array.from({ length: 2000 }, () => {
      const started = performance.now();
      lock.check();
      return performance.now() - started;
    }).sort((a, b) => a - b);
    lock.release();
    const median = (times[1000] ?? Infinity) * 1000;
    t.diagnostic(`median ${median.toFixed(1)} microseconds`);
    assert.ok(median < 50, `${median}`);
  });
}
