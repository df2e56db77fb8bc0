import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { checkpointOf, newRun, temporaryFolder } from "../../test/support/run-folder.ts";
import { checkpointFile, lastCheckpoint, listCheckpoints, readState } from "./checkpoints.ts";
import { checkpointAt } from "./copy-run.ts";
import { readDigests } from "./digests.ts";
import { readRunInfo } from "./run-info.ts";
import { addStepNote, changeNotes } from "./notes.ts";
import { openRunForWriting } from "./run-writer.ts";
import { keptIn } from "./wishes.ts";

const steps = (folder: string) => listCheckpoints(folder).map(place => place.step);

async function trained(folder: string, upTo: number): Promise<void> {
  const writer = await openRunForWriting(folder);
  for (let step = 0; step <= upTo; step += 10) writer.checkpoint(step, checkpointOf(step));
  writer.close();
}

test("a checkpoint is read as it was written, and its digests are those of its bytes", async t => {
  const folder = await newRun(temporaryFolder(t));
  await trained(folder, 10);
  const last = lastCheckpoint(folder);
  assert.equal(last?.step, 10);
  assert.ok(last.folder.endsWith("00000010"));
  const state = readState(last.folder);
  const expected = checkpointOf(10);
  assert.deepEqual(state.tensors, expected.tensors);
  assert.deepEqual(state.metadata, expected.metadata);
  assert.deepEqual(readFileSync(checkpointFile(last.folder, "generator")), Buffer.from(expected.generator));
  const digest = readDigests(folder).get(10);
  const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
  assert.equal(digest?.digest, sha256(readFileSync(checkpointFile(last.folder, "state"))));
  const bias = expected.tensors.get("generator.0.bias")?.data ?? new Float32Array();
  assert.equal(digest.tensors["generator.0.bias"], sha256(new Uint8Array(bias.buffer)));
});

test("older checkpoints are thinned as it goes, their digests stay", async t => {
  const folder = await newRun(temporaryFolder(t));
  await trained(folder, 400);
  assert.deepEqual(
    steps(folder),
    [0, 80, 120, 160, 200, 240, 260, 280, 300, 320, 330, 340, 350, 360, 370, 380, 390, 400],
  );
  assert.equal(readDigests(folder).size, 41);
});

test("opening removes half-written checkpoints and makes missing digests again", async t => {
  const folder = await newRun(temporaryFolder(t));
  await trained(folder, 30);
  const checkpoints = join(folder, "checkpoints");
  const digests = readFileSync(join(checkpoints, "digests.ndjson"));
  mkdirSync(join(checkpoints, ".00000040.tmp"));
  writeFileSync(join(checkpoints, ".00000040.tmp", "state.safetensors"), "half");
  for (let length = 0; length < digests.length; length += 13) {
    writeFileSync(join(checkpoints, "digests.ndjson"), digests.subarray(0, length));
    const before = readDigests(folder);
    (await openRunForWriting(folder)).close();
    const after = readDigests(folder);
    assert.deepEqual(
      [...after.keys()].sort((a, b) => a - b),
      [0, 10, 20, 30],
    );
    for (const [step, digest] of before) assert.deepEqual(after.get(step), digest);
  }
  assert.deepEqual(
    readdirSync(checkpoints).filter(name => name.startsWith(".")),
    [],
  );
});

test("a checkpoint that lacks a file or was cut short is not taken for one", async t => {
  const folder = await newRun(temporaryFolder(t));
  await trained(folder, 20);
  const place = join(folder, "checkpoints", "00000020");
  truncateSync(checkpointFile(place, "state"), 40);
  assert.equal(lastCheckpoint(folder)?.step, 10);
  assert.throws(() => readState(place), { name: "RunReadError", message: /damaged/ });
  rmSync(checkpointFile(place, "state"));
  assert.equal(lastCheckpoint(folder)?.step, 10);
  assert.throws(() => readState(place), { name: "RunReadError", message: /ENOENT/ });
  assert.deepEqual(steps(folder), [0, 10]);
});

test("a step reached again leaves the same checkpoint alone and replaces another one", async t => {
  const folder = await newRun(temporaryFolder(t));
  await trained(folder, 10);
  const state = join(folder, "checkpoints", "00000010", "state.safetensors");
  const { ino } = statSync(state);
  const writer = await openRunForWriting(folder);
  writer.checkpoint(10, checkpointOf(10));
  assert.equal(statSync(state).ino, ino);
  const digest = readDigests(folder).get(10)?.digest;
  writer.checkpoint(10, checkpointOf(10, 1));
  writer.close();
  assert.notEqual(statSync(state).ino, ino);
  assert.notEqual(readDigests(folder).get(10)?.digest, digest);
  assert.deepEqual(readState(join(folder, "checkpoints", "00000010")).tensors, checkpointOf(10, 1).tensors);
});

test("a crash between the two renames of a replacement keeps a checkpoint", async t => {
  const folder = await newRun(temporaryFolder(t));
  await trained(folder, 10);
  const checkpoints = join(folder, "checkpoints");
  const [place, replaced] = [join(checkpoints, "00000010"), join(checkpoints, ".00000010.replaced")];
  renameSync(place, replaced);
  (await openRunForWriting(folder)).close();
  assert.deepEqual(steps(folder), [0, 10]);
  cpSync(place, replaced, { recursive: true });
  (await openRunForWriting(folder)).close();
  assert.ok(!existsSync(replaced));
  assert.deepEqual(steps(folder), [0, 10]);
});

test("a checkpoint asked for that is not there names the nearest ones; one with other bytes is called damaged", async t => {
  const folder = await newRun(temporaryFolder(t));
  await trained(folder, 20);
  assert.equal(checkpointAt(folder, 10).step, 10);
  assert.throws(() => checkpointAt(folder, 13), {
    name: "RunReadError",
    message: /no checkpoint of step 13: the nearest are 10 and 20/,
  });
  assert.throws(() => checkpointAt(folder, 99), { message: /the nearest is 20/ });
  const path = checkpointFile(join(folder, "checkpoints", "00000010"), "state");
  const bytes = readFileSync(path);
  bytes.writeUInt8((bytes.at(-1) ?? 0) ^ 1, bytes.length - 1);
  writeFileSync(path, bytes);
  assert.throws(() => checkpointAt(folder, 10), { name: "RunReadError", message: /damaged/ });
});

test("a checkpoint that was asked for, or is pinned, outlives thinning, also over another opening of the run", async t => {
  const folder = await newRun(temporaryFolder(t));
  const interval = readRunInfo(folder).experiment.record.checkpoint;
  const train = async (from: number, to: number, asked: number | null) => {
    const writer = await openRunForWriting(folder);
    for (let i = from; i <= to; i++) {
      writer.checkpoint(i * interval, checkpointOf(i * interval));
      if (i === asked) writer.journal({ step: i * interval, kind: "intervention", do: "checkpoint" });
    }
    writer.close();
  };
  await train(0, 20, 3);
  changeNotes(folder, { what: "pin", step: 18 * interval, pinned: true });
  await train(21, 40, null);
  const kept = listCheckpoints(folder).map(({ step }) => step / interval);
  assert.ok(kept.includes(3) && kept.includes(18));
  assert.ok(!kept.includes(5) && !kept.includes(17));
});

test("the checkpoint that a change of a knob met outlives thinning, and that of a note, but not of a change of pace", async t => {
  const folder = await newRun(temporaryFolder(t));
  const interval = readRunInfo(folder).experiment.record.checkpoint;
  const set = (step: number, key: string) =>
    ({ step, kind: "intervention", do: "set", key, from: 0, to: 1 }) as const;
  const writer = await openRunForWriting(folder);
  for (let i = 0; i <= 40; i++) {
    writer.checkpoint(i * interval, checkpointOf(i * interval));
    if (i === 3) writer.journal(set(i * interval + 1, "pairing.weight"));
    if (i === 5) writer.journal(set(i * interval, "pace"));
    if (i === 9) addStepNote(folder, i * interval, "coverage falls");
  }
  writer.close();
  const kept = listCheckpoints(folder).map(({ step }) => step / interval);
  assert.deepEqual(
    [3, 5, 9].filter(i => kept.includes(i)),
    [3, 9],
  );
});

test("the best checkpoint by the measure that the experiment names outlives thinning, also over another opening of the run", async t => {
  const folder = await newRun(temporaryFolder(t), [{ key: "record.best", value: "quality/mode_kl" }]);
  const info = readRunInfo(folder);
  const interval = info.experiment.record.checkpoint;
  const train = async (from: number, to: number) => {
    const writer = await openRunForWriting(folder);
    for (let i = from; i <= to; i++) {
      // Lower is better: 5 and 7 are equal, and the earlier stays; 23 is no checkpoint's.
      const value = i === 5 || i === 7 ? 0.1 : 1;
      writer.evaluation({ step: i * interval, values: { "quality/mode_kl": value }, undefined: {} });
      if (i === 23)
        writer.evaluation({ step: i * interval + 1, values: { "quality/mode_kl": 0 }, undefined: {} });
      writer.checkpoint(i * interval, checkpointOf(i * interval));
    }
    writer.close();
  };
  await train(0, 20);
  await train(21, 40);
  const kept = keptIn(folder, info);
  assert.deepEqual([kept.has(5 * interval), kept.has(7 * interval)], [true, false]);
  assert.deepEqual(
    [...kept].flatMap(([step, because]) => (because.includes("best") ? [step / interval] : [])),
    [5],
  );
});
