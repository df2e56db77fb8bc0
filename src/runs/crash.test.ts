import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { checkpointOf, newRun, statusOf, temporaryFolder } from "../../test/support/run-folder.ts";
import { role, startSelf } from "../../test/support/self-as-child.ts";
import { lastCheckpoint, listCheckpoints, readState } from "./checkpoints.ts";
import { readDigests } from "./digests.ts";
import { readJournal } from "./journal.ts";
import { listRuns } from "./list.ts";
import { openRunForWriting } from "./run-writer.ts";
import { sampleSteps } from "./samples.ts";
import { readScalars } from "./scalars.ts";
import { keptCheckpoints } from "./thinning.ts";

const KILLS = 25;

/** Trains without computing: goes on from the last checkpoint and writes everything that a trainer writes, as fast as it can. */
async function write(folder: string): Promise<void> {
  const writer = await openRunForWriting(folder);
  const from = lastCheckpoint(folder)?.step ?? -1;
  writer.restart(from);
  console.log(String(from));
  for (let step = from + 1; ; step++) {
    writer.status(statusOf(step));
    writer.scalars(step, { a: step, b: step / 2 });
    if (step % 5 === 0) writer.samples(step, Buffer.from(`samples ${step}`));
    if (step % 7 === 0) writer.journal({ step, kind: "notice", message: `notice ${step}` });
    if (step % 10 === 0) writer.checkpoint(step, checkpointOf(step));
    console.log(String(step));
  }
}

const [, , folderArgument = ""] = process.argv;
if (role === "write") await write(folderArgument);
else defineTests();

function defineTests(): void {
  test(`of a writer killed ${KILLS} times at any moment, everything up to the last checkpoint is read`, async t => {
    const runsFolder = temporaryFolder(t);
    const folder = await newRun(runsFolder);
    let reached = -1;
    for (let kill = 0; kill < KILLS; kill++) {
      const child = startSelf("write", [folder]);
      t.after(() => child.kill("SIGKILL"));
      if (child.stdout === null) throw new Error("no output");
      const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
      const from = Number((await lines.next()).value);
      assert.ok(from >= reached, `went on from ${from} after ${reached}`);
      for (let steps = (kill * 37) % 50; steps > 0; steps--) await lines.next();
      child.kill("SIGKILL");
      await once(child, "exit");

      reached = lastCheckpoint(folder)?.step ?? -1;
      await assertReadable(runsFolder, folder, reached);
    }
    t.diagnostic(`reached step ${reached}`);
    assert.ok(reached > KILLS, "it never got on");
    (await openRunForWriting(folder)).close();
    const leftovers = readdirSync(folder).filter(name => name.startsWith("."));
    assert.deepEqual(
      [...leftovers, ...readdirSync(join(folder, "checkpoints")).filter(name => name.startsWith("."))],
      [],
    );
  });
}

async function assertReadable(runsFolder: string, folder: string, reached: number): Promise<void> {
  const every = (interval: number) =>
    Array.from({ length: Math.floor(reached / interval) + 1 }, (_, i) => i * interval);
  const upTo = (steps: readonly number[]) => steps.filter(step => step <= reached);
  const [listing] = await listRuns(runsFolder);
  assert.equal(listing?.kind, "run");
  for (const [tag, factor] of [
    ["a", 1],
    ["b", 0.5],
  ] as const) {
    const points = (readScalars(folder).get(tag) ?? []).filter(point => point.step <= reached);
    assert.deepEqual(
      points,
      every(1).map(step => ({ step, value: factor * step })),
    );
  }
  assert.deepEqual(upTo(sampleSteps(folder)), every(5));
  for (const step of upTo(sampleSteps(folder)).slice(-20)) {
    const name = `${String(step).padStart(8, "0")}.npy`;
    assert.equal(readFileSync(join(folder, "samples", name), "utf8"), `samples ${step}`);
  }
  const notices = new Set(readJournal(folder).map(entry => entry.step));
  for (const step of every(7)) assert.ok(notices.has(step), `notice of step ${step}`);
  const kept = keptCheckpoints(
    every(10),
    { interval: 10, first: 0 },
    { asked: [], pinned: [], best: [], turned: [], noted: [] },
  );
  const found = listCheckpoints(folder).map(place => place.step);
  // The kill may have come between a checkpoint and the thinning after it.
  for (const step of kept.keys()) assert.ok(found.includes(step), `checkpoint ${step}`);
  for (const place of listCheckpoints(folder)) {
    assert.deepEqual(readState(place.folder).tensors, checkpointOf(place.step).tensors);
  }
  const digests = readDigests(folder);
  for (const step of every(10).slice(0, -1)) assert.ok(digests.has(step), `digest of step ${step}`);
}
