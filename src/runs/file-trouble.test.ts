import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { test, type TestContext } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { refuseFiles } from "../../test/support/refusing-files.ts";
import { uniform } from "../../test/support/uniform.ts";
import { until } from "../../test/support/until.ts";
import { checkpointOf, newRun, statusOf, temporaryFolder } from "../../test/support/run-folder.ts";
import { appendRequest } from "./control.ts";
import { listCheckpoints } from "./checkpoints.ts";
import { readDigests } from "./digests.ts";
import { readJournal } from "./journal.ts";
import { listRuns } from "./list.ts";
import { changeNotes } from "./notes.ts";
import { openRunForWriting, type RunWriter } from "./run-writer.ts";
import { readScalars } from "./scalars.ts";
import { readStatus } from "./status.ts";

const STEPS = 60;

/** Does without computing what a trainer does with a run's folder. */
function train(writer: RunWriter, from: number, to: number): void {
  for (let step = from; step <= to; step++) {
    writer.scalars(step, { a: step, b: step / 2 });
    writer.status(statusOf(step, { message: `step ${step}` }));
    writer.beat();
    for (const request of writer.requests(step))
      writer.journal({ step, kind: "intervention", request: request.id, do: "pause", by: request.by });
    if (step % 5 === 0) writer.samples(step, Buffer.from(`samples ${step}`));
    if (step % 7 === 0) writer.log(`log ${step}`);
    if (step % 10 === 0) writer.checkpoint(step, checkpointOf(step));
  }
}

function contentsOf(folder: string): Map<string, string> {
  return new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => join(entry.parentPath, entry.name))
      .map(path => [path.slice(folder.length), readFileSync(path).toString("base64")]),
  );
}

/** What a run leaves for good: checkpoints, samples, digests, points, outcomes of requests. */
function resultsOf(folder: string) {
  return {
    files: ["checkpoints", "samples"].map(part => contentsOf(join(folder, part))),
    scalars: readScalars(folder),
    outcomes: readJournal(folder)
      .filter(({ kind }) => kind !== "notice")
      .map(({ request, do: what }) => ({ request, what })),
  };
}

const ask = (folder: string) => {
  for (const id of ["a", "b"]) appendRequest(folder, { id, at: "", by: "test", do: "pause" });
};

async function undisturbed(t: TestContext) {
  const folder = await newRun(temporaryFolder(t));
  ask(folder);
  const writer = await openRunForWriting(folder);
  train(writer, 0, STEPS);
  writer.status(statusOf(STEPS, { state: "done" }));
  writer.close();
  return resultsOf(folder);
}

const codes = ["EIO", "ENOSPC", "EACCES", "EPERM", "EBUSY", "ESTALE"] as const;
const isAside = (path: string) =>
  /status\.json|lock|trainer\.log|control\.ndjson|history\.json/.test(basename(path));

for (const seed of [1, 2, 3, 4, 5, 6])
  test(`file trouble for a while, sequence ${seed}, changes no result and ends nothing`, async t => {
    const expected = await undisturbed(t);
    const folder = await newRun(temporaryFolder(t));
    ask(folder);
    const writer = await openRunForWriting(folder);
    const random = uniform(seed);
    const pick = () => codes[Math.floor(random() * codes.length)] ?? "EIO";
    /** By file, for how many calls more it is refused. Of what results are made of, for moments. */
    const refused = new Map<string, number>();
    let count = 0;
    let rest = 0;
    const restore = refuseFiles(t, (call, path) => {
      if (!path.startsWith(folder)) return null;
      const key = call === "statSync" ? `stat ${path}` : path;
      const left = refused.get(key) ?? 0;
      if (left > 0) {
        refused.set(key, left - 1);
        count++;
        return pick();
      }
      // Whether the lock is still ours is a question that every result waits for.
      const long = isAside(path) && call !== "statSync";
      if (random() >= 0.03 || (!long && rest-- > 0)) return null;
      // Longer than a checkpoint needs, which is tried again as a whole.
      if (!long) rest = 60;
      refused.set(key, Math.floor(random() * (long ? 60 : 4)));
      return null;
    });
    train(writer, 0, STEPS);
    restore();
    writer.status(statusOf(STEPS, { state: "done" }));
    writer.close();
    t.diagnostic(`${count} calls were refused`);
    assert.ok(count > 0);
    assert.deepEqual(resultsOf(folder), expected);
    assert.equal(readStatus(folder).state, "done");
    assert.ok(!existsSync(join(folder, "lock.json")));
  });

test("files that no result depends on may be refused all the time: it is told once a file", async t => {
  const expected = await undisturbed(t);
  const folder = await newRun(temporaryFolder(t));
  ask(folder);
  const writer = await openRunForWriting(folder);
  train(writer, 0, 10);
  // Whether the lock is still ours is a question that every result waits for.
  const restore = refuseFiles(t, (call, path) =>
    call !== "statSync" && isAside(path) && path.startsWith(folder) ? "EIO" : null,
  );
  train(writer, 11, STEPS);
  // Until the heart was to beat.
  while (!readJournal(folder).some(({ message }) => message?.startsWith("lock.json") === true)) {
    await delay(20);
    writer.beat();
  }
  restore();
  writer.status(statusOf(STEPS, { state: "done" }));
  writer.close();
  assert.deepEqual(resultsOf(folder), expected);
  const told = readJournal(folder)
    .filter(({ kind }) => kind === "notice")
    .map(({ message }) => message?.split(" ")[0])
    .sort();
  assert.deepEqual(told, ["history.json", "lock.json", "status.json", "trainer.log"]);
  assert.equal(readStatus(folder).state, "done");
});

test("what results are made of is tried again for moments; when that does not help, the true reason is told and the state says so", async t => {
  for (const [code, reason] of [
    ["EPERM", /no permission.*on Windows/],
    ["EBUSY", /another program has it open/],
    ["EIO", /EIO/],
  ] as const) {
    const folder = await newRun(temporaryFolder(t));
    const writer = await openRunForWriting(folder);
    train(writer, 0, 10);
    let left = 4;
    const moments = refuseFiles(t, (call, path) =>
      call === "renameSync" && path.includes("checkpoints") && left-- > 0 ? code : null,
    );
    writer.checkpoint(20, checkpointOf(20));
    moments();
    assert.deepEqual(
      listCheckpoints(folder).map(({ step }) => step),
      [0, 10, 20],
    );
    const forEver = refuseFiles(t, (call, path) =>
      call === "renameSync" && path.includes("checkpoints") ? code : null,
    );
    assert.throws(
      () => {
        writer.checkpoint(30, checkpointOf(30));
      },
      { name: "RunWriteError", code, message: reason },
    );
    forEver();
    writer.status(statusOf(30, { state: "failed", message: code }));
    writer.close();
    assert.equal(readStatus(folder).state, "failed");
    assert.deepEqual([...readDigests(folder).keys()], [0, 10, 20]);
  }
});

test("another checkpoint of the same step is replaced although its folder is refused for a moment", async t => {
  const folder = await newRun(temporaryFolder(t));
  const writer = await openRunForWriting(folder);
  writer.checkpoint(10, checkpointOf(10));
  let left = 6;
  const restore = refuseFiles(t, call => (call === "renameSync" && left-- > 0 ? "EPERM" : null));
  writer.checkpoint(10, checkpointOf(10, 1));
  restore();
  writer.close();
  assert.deepEqual(
    readFileSync(join(folder, "checkpoints", "00000010", "generator.onnx")),
    Buffer.from(checkpointOf(10, 1).generator),
  );
  assert.deepEqual(
    readdirSync(join(folder, "checkpoints")).filter(name => name.startsWith(".")),
    [],
  );
});

test("older checkpoints that cannot be removed are left for later", async t => {
  const folder = await newRun(temporaryFolder(t));
  const writer = await openRunForWriting(folder);
  const restore = refuseFiles(t, (call, path) =>
    call === "renameSync" && /\d{8}$/.test(path) ? "EBUSY" : null,
  );
  for (let step = 0; step <= 200; step += 10) writer.checkpoint(step, checkpointOf(step));
  restore();
  assert.equal(listCheckpoints(folder).length, 21);
  writer.checkpoint(210, checkpointOf(210));
  writer.close();
  assert.ok(listCheckpoints(folder).length < 21);
});

test("a clock that is set back or ahead stops no heartbeat", async t => {
  for (const offset of [-7_200_000, 7_200_000]) {
    const folder = await newRun(temporaryFolder(t));
    const writer = await openRunForWriting(folder);
    writer.status(statusOf(1));
    const set = Date.now() + offset;
    t.mock.timers.enable({ apis: ["Date"], now: set });
    const beatOf = (file: string) =>
      Date.parse(
        (JSON.parse(readFileSync(join(folder, file), "utf8")) as { heartbeatAt: string }).heartbeatAt,
      );
    // Its own timer beats.
    while (["lock.json", "status.json"].some(file => beatOf(file) !== set)) await delay(20);
    t.mock.timers.reset();
    writer.close();
  }
});

test("status, log, requests and notes that are deleted are told, and what is written anew is there again", async t => {
  const folder = await newRun(temporaryFolder(t));
  const writer = await openRunForWriting(folder);
  const files = ["status.json", "trainer.log", "control.ndjson", "notes.json"];
  const ask = (id: string) => {
    appendRequest(folder, { id, at: "", by: "test", do: "pause" });
  };
  const asked = async (id: string) => {
    await until(`${id} comes in`, () => writer.requests(3).some(request => request.id === id));
    writer.journal({ step: 3, kind: "intervention", request: id, do: "pause", by: "test" });
  };
  const told = () =>
    readJournal(folder).flatMap(({ kind, message }) => (kind === "notice" ? [message ?? ""] : []));
  ask("a");
  changeNotes(folder, { what: "star", star: true });
  writer.log("before");
  writer.status(statusOf(3));
  await asked("a");
  for (const round of [1, 2]) {
    await until("every file was seen", () => {
      writer.beat();
      return files.every(file => existsSync(join(folder, file)));
    });
    // The next look comes with the next beat of the heart.
    const { heartbeatAt } = readStatus(folder);
    await until("the heart beats", () => readStatus(folder).heartbeatAt > heartbeatAt);
    for (const file of files) rmSync(join(folder, file));
    await until("each is told", () => {
      writer.beat();
      return files.every(
        file => told().filter(message => message.startsWith(`${file} was deleted`)).length === round,
      );
    });
    ask(`b${round}`);
    await asked(`b${round}`);
    changeNotes(folder, { what: "star", star: true });
    writer.log("after");
  }
  assert.equal(told().length, 2 * files.length, "and nothing else is told");
  writer.status(statusOf(4, { state: "done" }));
  writer.close();
  const log = readFileSync(join(folder, "trainer.log"), "utf8");
  assert.ok(!log.includes(" before\n") && log.endsWith(" after\n"));
  assert.equal(readStatus(folder).step, 4);
});

test("a run whose lock and status were removed is listed where its last checkpoint stands, and can go on", async t => {
  const runs = temporaryFolder(t);
  const folder = await newRun(runs);
  const writer = await openRunForWriting(folder);
  train(writer, 0, 34);
  rmSync(join(folder, "status.json"));
  // Its process holds it still.
  const [live] = await listRuns(runs);
  assert.deepEqual(live?.kind === "run" && [live.state, live.status.step], ["training", 30]);
  writer.close();
  for (const file of ["lock.json", "status.json"]) rmSync(join(folder, file), { force: true });
  const [left] = await listRuns(runs);
  assert.ok(left?.kind === "run");
  assert.deepEqual(
    [left.state, left.status.step, left.status.steps, left.status.pid],
    ["stopped", 30, 100, null],
  );
  assert.match(left.status.message, /status\.json is gone.*Resume the run/);
  const again = await openRunForWriting(folder);
  again.status(statusOf(100, { state: "done" }));
  again.checkpoint(100, checkpointOf(100));
  again.close();
  rmSync(join(folder, "status.json"));
  assert.equal(readStatus(folder).state, "done");
});
