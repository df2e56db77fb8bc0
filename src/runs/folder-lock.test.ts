import assert from "node:assert/strict";
import { once } from "node:events";
import { appendFileSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { temporaryFolder } from "../../test/support/run-folder.ts";
import { role, startSelf } from "../../test/support/self-as-child.ts";
import { holderOf } from "./lock-record.ts";
import { lockTiming, FolderLock } from "./folder-lock.ts";
import { currentProcess } from "./process-name.ts";

const timing = { ...lockTiming, wait: 150, still: 400, poll: 5 };
const quick = { timing };

const ROUNDS = 20;

/** Several of these race: each takes the lock, works for a moment while it is its own, and leaves it as the dead do, or gives it back. */
async function race(folder: string, log: string): Promise<void> {
  for (let round = 0; round < ROUNDS; round++) {
    const lock = await FolderLock.acquire(folder, { timing: { ...timing, wait: 60_000 } });
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
  await FolderLock.acquire(folder, quick);
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
    const lock = await FolderLock.acquire(folder, quick);
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
    await assert.rejects(FolderLock.acquire(folder, quick), { name: "RunHeldError", message: name });
    child.kill("SIGKILL");
    await once(child, "exit");
    // With the usual ten minutes for one that cannot be asked.
    (await FolderLock.acquire(folder)).release();
  });

  /** A lock as another process would have left it. */
  const leave = (folder: string, change: object) => {
    const record = { token: "other", ...currentProcess(), heartbeatAt: new Date().toISOString(), ...change };
    writeFileSync(join(folder, "lock.json"), JSON.stringify(record));
  };
  const ago = (ms: number) => new Date(Date.now() - ms).toISOString();

  test("a process of this machine that lives keeps its lock, asleep or silent, whatever the clocks say", async t => {
    const folder = temporaryFolder(t);
    const child = startSelf("hold", [folder]);
    t.after(() => child.kill("SIGKILL"));
    if (child.stdout !== null) await once(createInterface(child.stdout), "line");
    child.kill("SIGSTOP");
    const path = join(folder, "lock.json");
    for (const offset of [-7_200_000, -61_000, 0, 7_200_000]) {
      const heartbeatAt = new Date(Date.now() + offset).toISOString();
      const text = readFileSync(path, "utf8").replace(
        /"heartbeatAt":"[^"]*"/,
        `"heartbeatAt":"${heartbeatAt}"`,
      );
      writeFileSync(path, text, { flag: "r+" });
      const patient = { timing: { ...timing, wait: 2 * timing.still } };
      await assert.rejects(FolderLock.acquire(folder, patient), { name: "RunHeldError" }, `${offset}`);
    }
  });

  const elsewhere = { host: "elsewhere" };

  test("a holder that cannot be asked is followed once its heart stood still while it was watched, whatever its clock says", async t => {
    for (const change of [
      { heartbeatAt: ago(0) },
      { heartbeatAt: ago(7_200_000) },
      { heartbeatAt: ago(-7_200_000) },
    ]) {
      const folder = temporaryFolder(t);
      leave(folder, { ...elsewhere, ...change });
      const told: string[] = [];
      const started = performance.now();
      const lock = await FolderLock.acquire(folder, { timing, watching: message => told.push(message) });
      assert.ok(performance.now() - started >= timing.still);
      assert.match(
        told.join(),
        /^[^,]*process \d+ on host elsewhere.*cannot be asked from here.*lock\.json\.$/,
      );
      lock.check();
      lock.release();
    }
  });

  test("a holder that cannot be asked and beats keeps its lock, whatever its clock says", async t => {
    for (const offset of [-7_200_000, 0, 7_200_000]) {
      const folder = temporaryFolder(t);
      leave(folder, elsewhere);
      let beats = 0;
      const beating = setInterval(() => {
        leave(folder, { ...elsewhere, heartbeatAt: ago(offset - ++beats) });
      }, 20);
      try {
        await assert.rejects(FolderLock.acquire(folder, { timing: { ...timing, still: 600_000 } }), {
          name: "RunHeldError",
          message: /elsewhere/,
        });
      } finally {
        clearInterval(beating);
      }
    }
  });

  test("a container that shares its host's name, and a machine that was started again, cannot be asked", async t => {
    const folder = temporaryFolder(t);
    leave(folder, { machine: "another boot pid:[1]" });
    const taken = FolderLock.acquire(folder, {
      timing: { ...timing, still: 600_000, wait: 0 },
      watching: () => {
        rmSync(join(folder, "lock.json"));
      },
    });
    (await taken).release();
  });

  test("one that was followed notices at its next check, and neither its heartbeat nor its release harms the new one", async t => {
    const folder = temporaryFolder(t);
    const old = await FolderLock.acquire(folder, quick);
    const path = join(folder, "lock.json");
    // As it looks from another machine, on which a laptop's long sleep is seen.
    writeFileSync(path, readFileSync(path, "utf8").replace(/"host":"[^"]*"/, `"host":"elsewhere"`));
    const taken = await FolderLock.acquire(folder, quick);
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
    const lock = await FolderLock.acquire(folder, quick);
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
    const lock = await FolderLock.acquire(folder, quick);
    lock.check();
    assert.deepEqual(readdirSync(folder), ["lock.json"]);
    lock.release();
  });

  test("an unreadable lock is watched like that of a holder that cannot be asked", async t => {
    const folder = temporaryFolder(t);
    const path = join(folder, "lock.json");
    writeFileSync(path, "{");
    const told: string[] = [];
    (await FolderLock.acquire(folder, { timing, watching: message => told.push(message) })).release();
    assert.match(told.join(), /unreadable/);
    assert.ok(!existsSync(path));
  });

  test("a lock whose file was numbered anew is still its holder's", async t => {
    const folder = temporaryFolder(t);
    const path = join(folder, "lock.json");
    const lock = await FolderLock.acquire(folder, quick);
    const text = readFileSync(path);
    rmSync(path);
    writeFileSync(path, text);
    lock.check();
    lock.release();
  });
}
