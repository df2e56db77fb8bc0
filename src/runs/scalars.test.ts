import assert from "node:assert/strict";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { newRun, temporaryFolder } from "../../test/support/run-folder.ts";
import { nextEventFile } from "./event-files.ts";
import { openRunForWriting } from "./run-writer.ts";
import { readScalars } from "./scalars.ts";

const eventsIn = (folder: string) =>
  readdirSync(folder)
    .filter(name => name.startsWith("events.out.tfevents."))
    .sort();

test("the names of event files sort in the order in which they were made, whatever the clock says", () => {
  const names: string[] = [];
  for (const now of [1_700_000_000_000, 1_700_000_000_100, 1_600_000_000_000, 1_800_000_000_000, 0]) {
    names.push(nextEventFile(names, now));
  }
  assert.deepEqual([...names].sort(), names);
  for (const name of names) assert.match(name, /^events\.out\.tfevents\.\d{10}\.[\w-]+\.\d+\.\d+$/);
});

test("a resumed session voids the points after its checkpoint and keeps those up to it", async t => {
  const folder = await newRun(temporaryFolder(t));
  const first = await openRunForWriting(folder);
  for (let step = 0; step <= 30; step++) first.scalars(step, { a: step, ...(step > 20 && { late: 1 }) });
  first.close();
  const second = await openRunForWriting(folder);
  second.restart(10);
  for (let step = 11; step <= 15; step++) second.scalars(step, { a: -step });
  second.close();
  assert.equal(eventsIn(folder).length, 2);
  const scalars = readScalars(folder);
  assert.deepEqual([...scalars.keys()], ["a"]);
  const expected = Array.from({ length: 16 }, (_, step) => ({ step, value: step > 10 ? -step : step }));
  assert.deepEqual(scalars.get("a"), expected);
  const third = await openRunForWriting(folder);
  third.restart(-1);
  third.close();
  assert.equal(readScalars(folder).size, 0);
});

test("wherever a crash tears an event file, every point before it is read", async t => {
  const folder = await newRun(temporaryFolder(t));
  const writer = await openRunForWriting(folder);
  for (let step = 1; step <= 5; step++) writer.scalars(step, { a: step, b: step / 2 });
  writer.close();
  const path = join(folder, eventsIn(folder)[0] ?? "");
  const bytes = readFileSync(path);
  let seen = 0;
  for (let length = 0; length <= bytes.length; length++) {
    writeFileSync(path, bytes.subarray(0, length));
    const points = readScalars(folder).get("a") ?? [];
    assert.deepEqual(
      points,
      Array.from({ length: points.length }, (_, i) => ({ step: i + 1, value: i + 1 })),
    );
    assert.ok(points.length >= seen);
    seen = points.length;
  }
  assert.equal(seen, 5);
});

test("the first point is visible at once, others after flush, or at a call a tenth of a second after the last write", async t => {
  const folder = await newRun(temporaryFolder(t));
  const writer = await openRunForWriting(folder);
  t.after(() => {
    writer.close();
  });
  const count = () => readScalars(folder).get("a")?.length;
  let now = performance.now();
  t.mock.method(performance, "now", () => now);
  writer.scalars(1, { a: 1, nan: NaN, infinite: Infinity });
  assert.deepEqual([...readScalars(folder)], [["a", [{ step: 1, value: 1 }]]]);
  writer.scalars(2, { a: 2 });
  writer.beat();
  assert.equal(count(), 1);
  writer.flush();
  assert.equal(count(), 2);
  writer.scalars(3, { a: 3 });
  now += 101;
  writer.beat();
  assert.equal(count(), 3);
  // A clock that is set back holds nothing up.
  t.mock.timers.enable({ apis: ["Date"], now: 1000 });
  now += 101;
  writer.scalars(4, { a: 4 });
  assert.equal(count(), 4);
});
