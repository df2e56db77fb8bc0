import assert from "node:assert/strict";
import { appendFileSync, readFileSync, rmSync, statSync } from "node:fs";
import { test } from "node:test";
import {
  appendEvents,
  bytesOf,
  pictureAt,
  scalar,
  version,
  writeEventFile,
} from "../../test/support/event-file.ts";
import { temporaryFolder } from "../../test/support/run-folder.ts";
import type { TbEvent } from "../formats/tensorboard.ts";
import { EventLogTail, type LogSink, type PicturePlace } from "./event-log-tail.ts";

class Seen implements LogSink {
  readonly points: string[] = [];
  readonly places: PicturePlace[] = [];
  skipped = 0;
  resets = 0;
  read: readonly [number, number] = [0, 0];
  progress(...read: [number, number]): void {
    this.read = read;
  }
  scalar(tag: string, step: number, value: number): void {
    this.points.push(`${tag} ${step} ${value}`);
  }
  picture(_tag: string, _step: number, place: PicturePlace): void {
    this.places.push(place);
  }
  tagged(tag: string, step: number, plugin: string): void {
    this.points.push(`${tag} ${step} of ${plugin}`);
  }
  restart(step: number): void {
    this.points.push(`restart ${step}`);
  }
  damaged(count: number): void {
    this.skipped += count;
  }
  reset(): void {
    this.resets++;
    this.points.length = 0;
  }
}

const loss = (step: number) => scalar(step, { loss: step });

test("a growing file is followed, a record cut at any byte waits for its rest", async t => {
  const folder = temporaryFolder(t);
  const seen = new Seen();
  const tail = new EventLogTail(folder, seen);
  const file = writeEventFile(folder, [version, loss(0)]);
  await tail.look();
  assert.deepEqual(seen.points, ["loss 0 0"]);
  assert.deepEqual(seen.read, [statSync(file).size, statSync(file).size]);
  for (const byte of bytesOf([loss(1), loss(2)])) {
    appendFileSync(file, Uint8Array.of(byte));
    await tail.look();
  }
  assert.deepEqual(seen.points, ["loss 0 0", "loss 1 1", "loss 2 2"]);
  // A second file, and then the first one again: writers do not take turns.
  const second = writeEventFile(folder, [version, scalar(1, { lr: 1 })], 1);
  await tail.look();
  appendEvents(file, [loss(3)]);
  appendEvents(second, [scalar(2, { lr: 2 })]);
  await tail.look();
  assert.deepEqual(seen.points.slice(3), ["lr 1 1", "loss 3 3", "lr 2 2"]);
  assert.equal(seen.skipped + seen.resets, 0);
});

test("a picture's place gives its very bytes, in small pieces and in large ones", async t => {
  const folder = temporaryFolder(t);
  const pictures = [1, 2, 3].map(step => pictureAt(step));
  const noise = Array.from({ length: 2000 }, (_, i) => loss(i));
  writeEventFile(folder, [version, ...noise, ...pictures, ...noise]);
  for (const chunkBytes of [64, 1000, 2 ** 20]) {
    const seen = new Seen();
    const tail = new EventLogTail(folder, seen, { chunkBytes });
    await tail.look();
    await tail.finish();
    assert.equal(seen.points.length, 4000);
    const found = seen.places.map(({ file, offset, length }) =>
      readFileSync(file).subarray(offset, offset + length),
    );
    const expected = pictures.map(event => (event.kind === "image" ? Buffer.from(event.png) : null));
    assert.deepEqual(found, expected);
  }
});

test("files that were replaced or deleted are read from their start", async t => {
  const folder = temporaryFolder(t);
  const seen = new Seen();
  const tail = new EventLogTail(folder, seen);
  const file = writeEventFile(folder, [version, loss(0), loss(1), loss(2)]);
  await tail.look();
  writeEventFile(folder, [version, loss(7)]);
  await tail.look();
  assert.deepEqual(seen.points, ["loss 7 7"]);
  rmSync(file);
  writeEventFile(folder, [version, loss(8)], 3);
  await tail.look();
  assert.deepEqual(seen.points, ["loss 8 8"]);
  assert.equal(seen.resets, 2);
});

test("an aborted look ends between two pieces, and another one goes on there", async t => {
  const folder = temporaryFolder(t);
  const events: TbEvent[] = Array.from({ length: 3000 }, (_, i) => loss(i));
  writeEventFile(folder, events);
  const stop = new AbortController();
  const seen = new Seen();
  const counting: LogSink = Object.assign(Object.create(seen) as Seen, {
    scalar: (tag: string, step: number, value: number) => {
      seen.scalar(tag, step, value);
      if (step === 100) stop.abort();
    },
  });
  const tail = new EventLogTail(folder, counting, { chunkBytes: 8192 });
  await tail.look(stop.signal);
  assert.ok(seen.points.length > 100 && seen.points.length < 1000);
  await tail.look();
  assert.deepEqual(seen.points.at(-1), "loss 2999 2999");
  assert.equal(seen.points.length, 3000);
});
