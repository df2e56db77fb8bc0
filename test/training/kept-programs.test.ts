// Real processes that were started by one version of an installation, which is then removed as an update does it.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  copyFileSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { test, type TestContext } from "node:test";
import { KeptPrograms } from "../../src/launching/kept-programs.ts";
import { startSweep } from "../../src/launching/sweep/start-sweep.ts";
import { startTrainer } from "../../src/launching/trainer.ts";
import { listRuns } from "../../src/runs/list.ts";
import { FolderLock } from "../../src/runs/folder-lock.ts";
import { readStatus } from "../../src/runs/status.ts";
import { temporaryFolder } from "../support/run-folder.ts";
import { until } from "../support/until.ts";
import { install } from "../support/installation.ts";
import { prepare } from "./harness.ts";

/** An installation as a VSIX makes it, and a store for its programs. */
function installed(t: TestContext) {
  const folder = temporaryFolder(t);
  const installation = install(join(folder, "pairing-lab-1"));
  const store = join(folder, "store");
  const programs = new KeptPrograms(installation, store);
  const copies = () => readdirSync(store);
  return { folder, installation, store, programs, copies };
}

/** Waits for what a detached process does, which by itself keeps nobody waiting. */
async function settled<T>(result: Promise<T>): Promise<T> {
  let isSettled = false;
  void result.finally(() => (isSettled = true));
  await until("it is settled", () => isSettled);
  return result;
}

test("a trainer and a sweep go on to their end when the installation that began them is removed", async t => {
  const { folder, installation, programs } = installed(t);
  const run = await prepare(folder);
  const trainer = await startTrainer(run, {
    detached: true,
    script: await programs.keptFor(run, "trainer.js"),
  });
  writeFileSync(join(folder, "ring.gan.json"), JSON.stringify({ data: { kind: "ring" }, steps: 20, evaluation: { samples: 100 } })); // prettier-ignore
  const file = join(folder, "ring.sweep.json");
  writeFileSync(file, JSON.stringify({ experiment: "ring.gan.json", seeds: [1, 2, 3] }));
  const sweep = join(folder, "sweep");
  const { ended } = await startSweep({
    trust: false,
    file,
    folder: sweep,
    program: await programs.keptFor(sweep, "cli.js"),
    jobs: 1,
    where: { launcher: "local" },
  });
  rmSync(installation, { recursive: true });
  assert.equal(await settled(ended), 0, readFileSync(join(sweep, "sweep.log"), "utf8"));
  const states = (await listRuns(sweep)).map(listing => (listing.kind === "run" ? listing.state : listing.reason)); // prettier-ignore
  assert.deepEqual(states, ["done", "done", "done"]);
  assert.equal((await settled(trainer.ended)).code, 0, readStatus(run).message);
});

test(
  "a sweep goes on to its end when the Node that runs it is removed",
  { skip: process.platform !== "linux" },
  async t => {
    const folder = temporaryFolder(t);
    const node = join(folder, "node");
    copyFileSync(process.execPath, node);
    const experiment = { data: { kind: "ring" }, steps: 20, evaluation: { samples: 100 } };
    writeFileSync(join(folder, "ring.gan.json"), JSON.stringify(experiment));
    writeFileSync(join(folder, "ring.sweep.json"), JSON.stringify({ experiment: "ring.gan.json", seeds: [1, 2, 3] })); // prettier-ignore
    const words = ["sweep", "ring.sweep.json", "--runs", "sweep", "--jobs", "1"];
    const sweep = spawn(node, [resolve("dist/cli.js"), ...words], { cwd: folder, stdio: "inherit" });
    const ended = once(sweep, "close");
    const begun = () => readdirSync(folder).includes("sweep") && listRuns(join(folder, "sweep"));
    await until("runs have begun", async () => ((await begun()) || []).length > 0);
    rmSync(node);
    assert.deepEqual(await ended, [0, null]);
    assert.equal((await listRuns(join(folder, "sweep"))).length, 3);
  },
);

test("a copy is made once, has what is needed and no more, and is another one for other programs", async t => {
  const { folder, installation, programs, copies } = installed(t);
  const first = await programs.keptFor(join(folder, "a"), "trainer.js");
  assert.equal(await programs.keptFor(join(folder, "b"), "trainer.js"), first);
  assert.equal(copies().length, 1);
  assert.ok(!existsSync(join(first, "..", "webview")));
  writeFileSync(join(installation, "dist", "trainer.js"), "// built anew");
  assert.ok(readFileSync(first, "utf8") !== "// built anew", "a build in place changes no copy");
  const again = new KeptPrograms(installation, join(folder, "store"));
  assert.equal(readFileSync(await again.keptFor(join(folder, "c"), "trainer.js"), "utf8"), "// built anew");
  assert.equal(copies().length, 2);
});

test("the next version's start removes what serves nobody, and leaves what somebody trains by", async t => {
  const { folder, installation, store, programs, copies } = installed(t);
  const run = await prepare(folder);
  await programs.keptFor(run, "trainer.js");
  const [old = ""] = copies();
  const next = join(folder, "pairing-lab-2");
  cpSync(installation, next, { recursive: true });
  writeFileSync(join(next, "dist", "trainer.js"), "// the next version");
  const start = () => new KeptPrograms(next, store).keptFor(join(folder, "other"), "trainer.js");
  await start();
  assert.ok(copies().includes(old), "it was started just now");
  const lastWeek = Date.now() / 1000 - 7 * 86_400;
  for (const name of readdirSync(join(store, old, "used-by")))
    utimesSync(join(store, old, "used-by", name), lastWeek, lastWeek);
  const lock = await FolderLock.acquire(run);
  await start();
  assert.ok(copies().includes(old), "its run trains");
  lock.release();
  await start();
  assert.ok(!copies().includes(old));
  assert.equal(copies().length, 1);
});
