import assert from "node:assert/strict";
import { appendFileSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { bytesOf, pictureAt, scalar, version, writeEventFile } from "../../test/support/event-file.ts";
import { temporaryFolder } from "../../test/support/run-folder.ts";
import { encodeEvent, type TbEvent } from "../formats/tensorboard.ts";
import { findLogRuns } from "./log-folder.ts";
import { summarizeLogRun } from "./log-summary.ts";

const summaryOf = (folder: string) => summarizeLogRun({ name: ".", folder });

test("a run for each folder with event files, the log folder itself first; links are followed once", async t => {
  const log = temporaryFolder(t);
  const elsewhere = join(temporaryFolder(t), "elsewhere");
  for (const folder of [log, join(log, "b", "validation"), join(log, "a"), elsewhere])
    writeEventFile(folder, [version]);
  mkdirSync(join(log, "empty"));
  mkdirSync(join(log, "folder.tfevents.1"));
  writeFileSync(join(log, "empty", "x.profile-empty"), "");
  symlinkSync(elsewhere, join(log, "linked"));
  symlinkSync(log, join(log, "a", "round"));
  symlinkSync(join(log, "nowhere"), join(log, "dangling"));
  assert.deepEqual(
    (await findLogRuns(log)).map(({ name }) => name),
    [".", "a", "b/validation", "linked"],
  );
  assert.deepEqual(await findLogRuns(join(log, "missing")), []);
});

test("scalars and pictures are counted over all files, in the order of their names", async t => {
  const folder = temporaryFolder(t);
  writeEventFile(folder, [version, scalar(30, { loss: 3 }), pictureAt(30), scalar(40, { loss: NaN })], 1);
  writeEventFile(folder, [version, scalar(10, { loss: 1, lr: 5 }), pictureAt(10), pictureAt(20)], 0);
  const { scalars, images, skipped } = await summaryOf(folder);
  assert.deepEqual(Object.fromEntries(scalars), {
    loss: { count: 3, first: { step: 10, value: 1 }, last: { step: 40, value: NaN } },
    lr: { count: 1, first: { step: 10, value: 5 }, last: { step: 10, value: 5 } },
  });
  assert.deepEqual(Object.fromEntries(images), { samples: { count: 3, steps: [10, 20, 30] } });
  assert.equal(skipped, 0);
});

test("what a restart makes void is not counted", async t => {
  const folder = temporaryFolder(t);
  const restart: TbEvent = { kind: "restart", wallTime: 1.7e9, step: 20 };
  const before = [10, 20, 30].flatMap(step => [scalar(step, { loss: step }), pictureAt(step)]);
  writeEventFile(folder, [version, ...before, scalar(20, { gone: 1 }), restart, scalar(20, { loss: -1 })]);
  const { scalars, images } = await summaryOf(folder);
  assert.deepEqual(
    [...scalars],
    [["loss", { count: 2, first: { step: 10, value: 10 }, last: { step: 20, value: -1 } }]],
  );
  assert.deepEqual(images.get("samples")?.steps, [10]);
});

/** A record with one wrong byte, `from` its start (below 12: in the head). */
function wrongAt(event: TbEvent, from: number): Buffer {
  const bytes = Buffer.from(encodeEvent(event));
  bytes[from] = (bytes[from] ?? 0) ^ 0x5a;
  return bytes;
}

const point = (step: number) => scalar(step, { loss: step });
const steps = (count: number, from = 0) => Array.from({ length: count }, (_, i) => point(from + i));

for (const [what, bytes, skipped] of [
  ["one corrupt record", [wrongAt(point(1), 20)], 1],
  ["two corrupt records in a row", [wrongAt(point(1), 20), wrongAt(point(2), 20)], 2],
  ["a corrupt length", [wrongAt(point(1), 0)], 1],
  ["a corrupt record, then one with a corrupt length", [wrongAt(point(1), 20), wrongAt(point(2), 3)], 1],
  ["a record cut short", [Buffer.from(encodeEvent(point(1))).subarray(0, 25)], 1],
  ["a long record cut short", [Buffer.from(encodeEvent(pictureAt(1))).subarray(0, 60)], 1],
  ["a long stretch of zeros", [Buffer.alloc(200_000)], 1],
  ["a sound record that is no event", [Buffer.from(encodeEvent({ ...point(1), step: 2 ** 60 }))], 1],
] as const)
  test(`${what} is skipped and counted, and everything around it is read`, async t => {
    const folder = temporaryFolder(t);
    writeEventFile(folder, Buffer.concat([bytesOf(steps(500)), ...bytes, bytesOf(steps(500, 1000))]));
    const found = await summaryOf(folder);
    assert.equal(found.scalars.get("loss")?.count, 1000);
    assert.equal(found.skipped, skipped);
  });

test("a file that ends within a record: the rest counts as damage, also when more hides behind a torn head", async t => {
  for (const cut of [1, 5, 12, 25]) {
    const folder = temporaryFolder(t);
    const torn = Buffer.from(encodeEvent(point(9))).subarray(0, cut);
    writeEventFile(folder, Buffer.concat([bytesOf(steps(3)), torn]));
    const { scalars, skipped } = await summaryOf(folder);
    assert.equal(scalars.get("loss")?.count, 3, `${cut} bytes`);
    assert.equal(skipped, 1, `${cut} bytes`);
  }
  const folder = temporaryFolder(t);
  const file = writeEventFile(folder, Buffer.from(encodeEvent(pictureAt(1))).subarray(0, 20));
  appendFileSync(file, bytesOf(steps(1)));
  const { scalars, skipped } = await summaryOf(folder);
  assert.equal(scalars.get("loss")?.count, 1);
  assert.equal(skipped, 1);
});

test("files that are empty or no event files at all give empty runs", async t => {
  const folder = temporaryFolder(t);
  writeEventFile(folder, new Uint8Array(), 0);
  writeEventFile(folder, Buffer.from("this is a text that somebody named like an event file"), 1);
  const { scalars, images, skipped } = await summaryOf(folder);
  assert.equal(scalars.size + images.size, 0);
  assert.equal(skipped, 1);
});
