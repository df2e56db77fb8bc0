import assert from "node:assert/strict";
import { appendFileSync, readdirSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import {
  appendEvents,
  bytesOf,
  pictureAt,
  scalar,
  version,
  writeEventFile,
} from "../../test/support/event-file.ts";
import { temporaryFolder } from "../../test/support/run-folder.ts";
import type { Feed } from "./feed.ts";
import { openLogFeed } from "./log-feed.ts";
import type { LogModel } from "./log-model.ts";

/** Follows a folder; `until` waits for the model to be so. */
function follow(t: TestContext, folder: string) {
  const feed = openLogFeed(folder, { lookEvery: 20 });
  t.after(() => feed.close());
  return { ...feed, until: (holds: (model: LogModel) => boolean) => untilModel(feed, holds) };
}

async function untilModel({ model, subscribe }: Feed<LogModel>, holds: (model: LogModel) => boolean) {
  await new Promise<void>((resolve, reject) => {
    // Nothing else keeps the process: what is followed lets it end.
    const patience = setTimeout(() => {
      reject(new Error("what was waited for did not come"));
    }, 120_000);
    const end = subscribe(() => {
      if (!holds(model)) return;
      clearTimeout(patience);
      end();
      resolve();
    });
  });
}

const loss = (step: number) => scalar(step, { loss: step / 2 });
const stepsOf = (model: LogModel, tag: string) => {
  const series = model.curves.get(tag);
  return Array.from({ length: series?.length ?? 0 }, (_, i) => series?.step(i));
};

test("a log is read to its end, then what is appended comes; nothing is written", async t => {
  const folder = temporaryFolder(t);
  const file = writeEventFile(folder, [version, loss(0), pictureAt(0), loss(1)]);
  const before = readFileSync(file);
  const { model, until, subscribe } = follow(t, folder);
  const rest = subscribe(() => undefined);
  await until(one => one.isSettled);
  assert.deepEqual(stepsOf(model, "loss"), [0, 1]);
  assert.deepEqual(model.pictures.stepsOf("samples"), [0]);
  assert.deepEqual([model.shareRead, model.damagedRecords, model.latestTrouble], [1, 0, null]);
  assert.deepEqual(readFileSync(file), before);
  assert.equal(readdirSync(folder).length, 1);
  appendEvents(file, [loss(2), pictureAt(2)]);
  await until(one => one.pictures.stepsOf("samples").length === 2);
  assert.deepEqual(stepsOf(model, "loss"), [0, 1, 2]);
  rest();
});

test("damage is passed over and counted; a record that is cut short waits for its rest", async t => {
  const folder = temporaryFolder(t);
  const torn = bytesOf([loss(1)]);
  torn[14] = (torn[14] ?? 0) ^ 255;
  const late = bytesOf([loss(3)]);
  const file = writeEventFile(
    folder,
    Buffer.concat([bytesOf([version, loss(0)]), torn, bytesOf([loss(2)]), late.subarray(0, 9)]),
  );
  const { model, until } = follow(t, folder);
  await until(one => one.isSettled);
  assert.deepEqual([stepsOf(model, "loss"), model.damagedRecords], [[0, 2], 1]);
  appendFileSync(file, late.subarray(9));
  await until(one => stepsOf(one, "loss").length === 3);
  assert.equal(model.damagedRecords, 1);
});

test("a session that starts again makes void what came after its step, curves and pictures alike", async t => {
  const folder = temporaryFolder(t);
  const restart = { kind: "restart", wallTime: 1, step: 2 } as const;
  const first = [version, loss(0), loss(1), pictureAt(1), loss(2), loss(3), pictureAt(3)];
  writeEventFile(folder, first);
  writeEventFile(folder, [version, restart, loss(2)], 1);
  const { model, until } = follow(t, folder);
  await until(one => one.isSettled);
  assert.deepEqual(stepsOf(model, "loss"), [0, 1, 2]);
  assert.deepEqual(model.pictures.stepsOf("samples"), [1]);
  assert.ok(model.curves.generation > 0);
});

test("a folder that goes away is told of, and read again when it is back", async t => {
  const folder = join(temporaryFolder(t), "log");
  writeEventFile(folder, [version, loss(0)]);
  const { until, subscribe } = follow(t, folder);
  const rest = subscribe(() => undefined);
  await until(one => one.isSettled);
  renameSync(folder, `${folder} elsewhere`);
  await until(one => one.latestTrouble?.includes("moved or deleted") === true);
  renameSync(`${folder} elsewhere`, folder);
  await until(one => one.latestTrouble === null);
  rest();
});

test("while nobody subscribes nothing is read", async t => {
  const folder = temporaryFolder(t);
  const file = writeEventFile(folder, [version, loss(0)]);
  const { model, until } = follow(t, folder);
  assert.equal(model.isSettled, false);
  await until(one => one.isSettled);
  appendEvents(file, [loss(1)]);
  const other = follow(t, folder);
  await other.until(one => stepsOf(one, "loss").length === 2);
  assert.deepEqual(stepsOf(model, "loss"), [0]);
  await until(one => stepsOf(one, "loss").length === 2);
});
