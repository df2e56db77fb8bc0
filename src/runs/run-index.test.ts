import assert from "node:assert/strict";
import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { test, type TestContext } from "node:test";
import { countWatches } from "../../test/support/count-watches.ts";
import { newRun, statusOf, temporaryFolder } from "../../test/support/run-folder.ts";
import { listRuns } from "./list.ts";
import { changeNotes } from "./notes.ts";
import { RunIndex, type RunIndexOptions } from "./run-index.ts";
import { openRunForWriting } from "./run-writer.ts";

/** Long enough that a test which needs a look without an event would time out. */
const NEVER = 10 * 60_000;

function indexOf(t: TestContext, folders: readonly string[], options: RunIndexOptions = {}) {
  const index = new RunIndex(folders, options);
  t.after(() => {
    index.dispose();
  });
  /** Resolves when it holds after some change, or holds already. */
  const until = (holds: () => boolean) =>
    new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error("what was waited for did not come"));
      }, 120_000);
      const check = () => {
        if (!holds()) return;
        clearTimeout(timer);
        end();
        resolve();
      };
      const end = index.onChange(check);
      check();
    });
  return { index, until };
}

const names = (index: RunIndex) => index.listings.map(({ folder }) => basename(folder)).sort();

for (const [how, options] of [
  ["by watching alone", { lookEvery: NEVER }],
  ["by looking alone", { lookEvery: 20, watch: false }],
] as const) {
  test(`runs that come, change, are noted on and go are seen ${how}`, async t => {
    const runs = temporaryFolder(t);
    const first = await newRun(runs);
    const { index, until } = indexOf(t, [runs], options);
    await index.settled();
    assert.deepEqual(names(index), [basename(first)]);
    assert.equal(index.find(first)?.state, "queued");

    const second = await newRun(runs);
    await until(() => index.find(second) !== undefined);

    const writer = await openRunForWriting(first);
    writer.status(statusOf(7));
    await until(() => index.find(first)?.status.step === 7);
    writer.status(statusOf(100, { state: "done" }));
    writer.close();
    await until(() => index.find(first)?.state === "done");

    changeNotes(first, { what: "star", star: true });
    changeNotes(first, { what: "tags", add: ["paper"], remove: [] });
    await until(() => index.notesOf(first).star);
    assert.deepEqual(index.notesOf(first).tags, ["paper"]);

    // A run that ended goes on: somebody resumed it.
    const again = await openRunForWriting(first);
    again.status(statusOf(101, { steps: 200 }));
    await until(() => index.find(first)?.state === "training");
    again.close();

    renameSync(second, join(runs, ".gone"));
    await until(() => index.find(second) === undefined);
    assert.deepEqual(names(index), [basename(first)]);
  });
}

for (const [how, options] of [
  ["by watching alone", { lookEvery: NEVER }],
  ["by looking alone", { lookEvery: 20, watch: false }],
] as const)
  test(`a folder among the runs that becomes a sweep's has its runs listed too, ${how}`, async t => {
    const runs = temporaryFolder(t);
    const alone = await newRun(runs);
    const sweep = join(runs, "weights");
    const { index, until } = indexOf(t, [runs], options);
    await index.settled();
    mkdirSync(sweep);
    const member = await newRun(sweep);
    await index.refresh();
    assert.deepEqual(names(index), [basename(alone)]);
    assert.deepEqual(index.sweepFolders, []);

    writeFileSync(join(sweep, "sweep.json"), "{}");
    await until(() => index.find(member) !== undefined);
    assert.deepEqual(index.sweepFolders, [sweep]);
    const later = await newRun(sweep);
    await until(() => index.find(later) !== undefined);

    renameSync(sweep, join(runs, ".gone"));
    await until(() => index.find(member) === undefined);
    assert.deepEqual([index.sweepFolders, names(index)], [[], [basename(alone)]]);
  });

test("the index lists what a plain listing lists, in the same order", async t => {
  const runs = temporaryFolder(t);
  for (let i = 0; i < 5; i++) {
    const folder = await newRun(runs);
    const info = JSON.parse(readFileSync(join(folder, "run.json"), "utf8")) as Record<string, unknown>;
    writeFileSync(
      join(folder, "run.json"),
      JSON.stringify({ ...info, createdAt: `2026-01-0${1 + ((i * 3) % 5)}` }),
    );
  }
  mkdirSync(join(runs, "no-run"));
  mkdirSync(join(runs, ".hidden"));
  mkdirSync(join(runs, "broken"));
  writeFileSync(join(runs, "broken", "run.json"), "{");
  writeFileSync(join(runs, "file.txt"), "");
  const { index } = indexOf(t, [runs]);
  await index.settled();
  assert.deepEqual(index.listings, await listRuns(runs));
  const [last] = index.listings.slice(-1);
  assert.match(last?.kind === "broken" ? last.reason : "", /run.json: this is not JSON/);
});

test("a broken run that is mended, and a run that breaks, change places", async t => {
  const runs = temporaryFolder(t);
  const folder = await newRun(runs);
  const { index, until } = indexOf(t, [runs], { lookEvery: NEVER });
  await index.settled();
  const whole = readFileSync(join(folder, "status.json"));
  writeFileSync(join(folder, "status.json"), "[]");
  await until(() => index.listings[0]?.kind === "broken");
  writeFileSync(join(folder, "status.json"), whole);
  await until(() => index.listings[0]?.kind === "run");
});

test("several folders are one list; one that is left takes its runs along, one that is missing has none", async t => {
  const [a, b] = [temporaryFolder(t), temporaryFolder(t)];
  const inA = await newRun(a);
  const inB = await newRun(b);
  const { index } = indexOf(t, [a, b, join(a, "missing")]);
  await index.settled();
  assert.equal(index.listings.length, 2);
  index.setFolders([b]);
  await index.settled();
  assert.deepEqual(names(index), [basename(inB)]);
  index.setFolders([b, a]);
  await index.settled();
  assert.ok(index.find(inA) !== undefined && index.find(inB) !== undefined);
});

test("a folder of runs that is made later is found", async t => {
  const runs = join(temporaryFolder(t), "runs");
  const { index, until } = indexOf(t, [runs], { lookEvery: 20 });
  await index.settled();
  assert.deepEqual(index.listings, []);
  const folder = await newRun(runs);
  await until(() => index.find(folder) !== undefined);
});

test("refreshing one run, and a new one, has read it when it resolves, without watching or looking", async t => {
  const runs = temporaryFolder(t);
  const folder = await newRun(runs);
  const { index } = indexOf(t, [runs], { lookEvery: NEVER, watch: false });
  await index.settled();
  changeNotes(folder, { what: "name", name: "best" });
  await index.refresh(folder);
  assert.equal(index.notesOf(folder).name, "best");
  const other = await newRun(runs);
  await index.refresh(other);
  assert.notEqual(index.find(other), undefined);
  rmSync(folder, { recursive: true });
  await index.refresh();
  assert.deepEqual(names(index), [basename(other)]);
});

test("it settles, and tells of another run, while runs change faster than they are read", async t => {
  const runs = temporaryFolder(t);
  const busy: string[] = [];
  for (let i = 0; i < 300; i++) busy.push(await newRun(runs));
  const { index } = indexOf(t, [runs], { lookEvery: NEVER, watch: false });
  await index.settled();
  // All of them at every turn of the event loop: reading them takes longer than a turn.
  let again: NodeJS.Immediate | undefined;
  const change = () => {
    for (const folder of busy) void index.refresh(folder);
    again = setImmediate(change);
  };
  change();
  t.after(() => {
    clearImmediate(again);
  });
  const other = await newRun(runs);
  await index.refresh(other);
  assert.ok(index.find(other));
  await index.settled();
});

test("who waits for it to settle is let go when it is closed", async t => {
  const runs = temporaryFolder(t);
  await newRun(runs);
  const index = new RunIndex([runs]);
  const settled = index.settled();
  index.dispose();
  await settled;
});

test("nothing is told while nothing changes, and the list stays the same one", async t => {
  const runs = temporaryFolder(t);
  await newRun(runs);
  const { index } = indexOf(t, [runs], { lookEvery: NEVER, watch: false });
  await index.refresh();
  const held = index.listings;
  let told = 0;
  index.onChange(() => told++);
  await index.refresh();
  await index.refresh();
  assert.equal(told, 0);
  assert.equal(index.listings, held);
});

const notTold = countWatches() === null ? "the system does not tell what it watches" : false;

test("runs that ended need no watch, and who changes one says so", { skip: notTold }, async t => {
  const runs = temporaryFolder(t);
  const before = countWatches() ?? 0;
  const folders: string[] = [];
  for (let i = 0; i < 40; i++) {
    const folder = await newRun(runs);
    folders.push(folder);
    if (i === 0) continue;
    const writer = await openRunForWriting(folder);
    writer.status(statusOf(100, { state: "done" }));
    writer.close();
  }
  const { index, until } = indexOf(t, [runs], { lookEvery: NEVER });
  // Everything has been told of.
  await index.refresh();
  assert.ok((countWatches() ?? 0) - before <= 3, `${countWatches()} watches`);

  const told: string[][] = [];
  index.onChange(changed => told.push([...changed]));
  const [, ended = ""] = folders;
  changeNotes(ended, { what: "star", star: true });
  await until(() => index.notesOf(ended).star);
  assert.deepEqual([...new Set(told.flat())], [ended]);
});

test("a run that is reached in several ways is listed once, under its own path where that is listed", async t => {
  const [runs, elsewhere, other] = [temporaryFolder(t), temporaryFolder(t), temporaryFolder(t)];
  const [own, far] = [await newRun(runs), await newRun(elsewhere)];
  symlinkSync(own, join(runs, "again"));
  symlinkSync(far, join(runs, "far"));
  symlinkSync(far, join(runs, "far-again"));
  symlinkSync(runs, join(other, "way"));
  const { index, until } = indexOf(t, [runs, join(other, "way")]);
  await index.settled();
  assert.deepEqual(names(index), [basename(own), "far"].sort());
  // The folder that the link leads to is opened too.
  index.setFolders([runs, elsewhere]);
  await until(() => index.find(far) !== undefined && index.find(join(runs, "far")) === undefined);
  assert.equal(index.all.length, 2);
  index.setFolders([runs]);
  await index.refresh();
  assert.deepEqual(names(index), [basename(own), "far"].sort());
});
