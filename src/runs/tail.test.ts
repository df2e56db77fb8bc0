import assert from "node:assert/strict";
import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { setImmediate, setTimeout as delay } from "node:timers/promises";
import { checkpointOf, newRun, statusOf, temporaryFolder } from "../../test/support/run-folder.ts";
import { encodeEvent, type TbEvent } from "../formats/tensorboard.ts";
import { replaceFile } from "./replace-file.ts";
import { openRunForWriting } from "./run-writer.ts";
import { addStepNote } from "./notes.ts";
import { RunTail, type StepsPart, type TailOptions, type TailSink } from "./tail.ts";

/** Long enough that a test which needs a look without an event would time out. */
const NEVER = 10 * 60_000;

/** Keeps what a tail handed on, and lets a test wait until something holds. */
class Seen implements TailSink {
  readonly scalars: [number, Readonly<Record<string, number>>][] = [];
  readonly restarts: number[] = [];
  readonly lines: string[] = [];
  readonly states: string[] = [];
  readonly texts: string[] = [];
  readonly present: Readonly<Record<StepsPart, Set<number>>> = { checkpoints: new Set(), samples: new Set() };
  readonly troubles: (string | null)[] = [];
  readonly resets: string[] = [];
  settlings = 0;
  #waiting: { readonly holds: () => boolean; readonly resolve: () => void }[] = [];

  events(events: readonly TbEvent[]): void {
    for (const event of events) {
      if (event.kind === "scalars") this.scalars.push([event.step, event.scalars]);
      if (event.kind === "restart") this.restarts.push(event.step);
    }
    this.#check();
  }
  journal(entries: Parameters<TailSink["journal"]>[0]): void {
    this.lines.push(...entries.map(({ message = "" }) => message));
    this.#check();
  }
  status(status: Parameters<TailSink["status"]>[0]): void {
    this.states.push(`${status.state} ${status.step}`);
    this.#check();
  }
  notes(notes: Parameters<TailSink["notes"]>[0]): void {
    this.texts.push(notes.steps.map(({ text }) => text).join());
    this.#check();
  }
  steps(of: StepsPart, { added, removed }: Parameters<TailSink["steps"]>[1]): void {
    for (const step of removed) this.present[of].delete(step);
    for (const step of added) this.present[of].add(step);
    this.#check();
  }
  reset(part: "events" | "journal"): void {
    this.resets.push(part);
    if (part === "events") this.scalars.length = 0;
    else this.lines.length = 0;
  }
  trouble(message: string | null): void {
    this.troubles.push(message);
    this.#check();
  }
  settled(): void {
    this.settlings++;
    this.#check();
  }
  #check(): void {
    this.#waiting = this.#waiting.filter(({ holds, resolve }) => {
      const held = holds();
      if (held) resolve();
      return !held;
    });
  }
  /** Rejects when it takes longer than any machine needs. */
  until(holds: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error("what was waited for did not come"));
      }, 120_000);
      this.#waiting.push({
        holds,
        resolve: () => {
          clearTimeout(timer);
          resolve();
        },
      });
      this.#check();
    });
  }
}

function follow(t: TestContext, folder: string, options: TailOptions) {
  const seen = new Seen();
  const tail = new RunTail(folder, seen, options);
  t.after(() => tail.close());
  return { seen, tail };
}

const point = (step: number): TbEvent => ({ wallTime: 1, step, kind: "scalars", scalars: { a: step } });

for (const [how, options] of [
  ["by watching alone", { lookEvery: NEVER }],
  ["by looking alone", { lookEvery: 10, watch: false }],
] as const) {
  test(`what is there and what comes is handed on once and in order, ${how}`, async t => {
    const folder = await newRun(temporaryFolder(t));
    const writer = await openRunForWriting(folder);
    t.after(() => {
      writer.close();
    });
    writer.scalars(0, { a: 0 });
    writer.status(statusOf(0));
    const { seen } = follow(t, folder, options);
    await seen.until(() => seen.settlings > 0 && seen.states.includes("training 0"));
    for (let step = 1; step <= 20; step++) {
      writer.scalars(step, { a: step });
      writer.journal({ step, kind: "notice", message: `line ${step}` });
    }
    writer.samples(20, Uint8Array.of(1));
    writer.checkpoint(20, checkpointOf(20));
    writer.status(statusOf(20, { state: "paused" }));
    addStepNote(folder, 20, "look here");
    await seen.until(
      () =>
        seen.scalars.length === 21 &&
        seen.lines.length === 20 &&
        seen.present.samples.has(20) &&
        seen.present.checkpoints.has(20) &&
        seen.states.at(-1) === "paused 20" &&
        seen.texts.at(-1) === "look here",
    );
    assert.deepEqual(
      seen.scalars.map(([step]) => step),
      Array.from({ length: 21 }, (_, step) => step),
    );
    assert.deepEqual(
      seen.lines,
      Array.from({ length: 20 }, (_, i) => `line ${i + 1}`),
    );
    assert.deepEqual(seen.troubles, []);
    rmSync(join(folder, "checkpoints", "00000020"), { recursive: true });
    await seen.until(() => !seen.present.checkpoints.has(20));
    assert.deepEqual(seen.resets, []);
  });
}

test("a file of events that arrives cut at any byte gives the same events as one that arrives whole", async t => {
  const folder = await newRun(temporaryFolder(t));
  const file = join(folder, "events.out.tfevents.1000000000.here.1.0");
  const bytes = Buffer.concat([0, 1, 2].map(step => encodeEvent(point(step))));
  writeFileSync(file, "");
  const { seen, tail } = follow(t, folder, { lookEvery: NEVER, watch: false });
  for (const byte of bytes) {
    appendFileSync(file, Uint8Array.of(byte));
    const before = seen.settlings;
    tail.look();
    await seen.until(() => seen.settlings > before);
  }
  assert.deepEqual(
    seen.scalars,
    [0, 1, 2].map(step => [step, { a: step }]),
  );
});

test("several files are read one after the other, and what a crash tore at the end of one is passed over", async t => {
  const folder = await newRun(temporaryFolder(t));
  const name = (n: number) => join(folder, `events.out.tfevents.100000000${n}.here.1.${n}`);
  const torn = encodeEvent(point(11)).subarray(0, 20);
  writeFileSync(name(0), Buffer.concat([encodeEvent(point(10)), torn]));
  const { seen, tail } = follow(t, folder, { lookEvery: NEVER, watch: false });
  await seen.until(() => seen.scalars.length === 1);
  const restart = encodeEvent({ wallTime: 1, step: 11, kind: "restart" });
  writeFileSync(name(1), Buffer.concat([restart, encodeEvent(point(11))]));
  writeFileSync(name(2), encodeEvent(point(12)));
  tail.look();
  await seen.until(() => seen.scalars.length === 3);
  assert.deepEqual(
    seen.scalars.map(([step]) => step),
    [10, 11, 12],
  );
  assert.deepEqual(seen.restarts, [11]);
});

test("a record longer than a piece, and many pieces, come through", async t => {
  const folder = await newRun(temporaryFolder(t));
  const picture = encodeEvent({
    wallTime: 1,
    step: 1,
    kind: "image",
    tag: "samples",
    width: 1,
    height: 1,
    png: new Uint8Array(300_000),
  });
  const points = Array.from({ length: 20_000 }, (_, i) => encodeEvent(point(i + 2)));
  writeFileSync(
    join(folder, "events.out.tfevents.1000000000.here.1.0"),
    Buffer.concat([encodeEvent(point(0)), picture, encodeEvent(point(1)), ...points]),
  );
  const { seen } = follow(t, folder, { lookEvery: NEVER, watch: false });
  await seen.until(() => seen.scalars.length === 20_002);
  assert.deepEqual(seen.scalars.at(-1), [20_001, { a: 20_001 }]);
});

test("files that were replaced are read from their start", async t => {
  const folder = await newRun(temporaryFolder(t));
  const file = join(folder, "events.out.tfevents.1000000000.here.1.0");
  const journal = join(folder, "journal.ndjson");
  const line = (message: string) => `${JSON.stringify({ at: "", step: 1, kind: "notice", message })}\n`;
  writeFileSync(file, Buffer.concat([0, 1, 2].map(step => encodeEvent(point(step)))));
  writeFileSync(journal, line("first") + line("second"));
  const { seen, tail } = follow(t, folder, { lookEvery: NEVER, watch: false });
  await seen.until(() => seen.scalars.length === 3 && seen.lines.length === 2);
  // One of the same length by another name, one shorter in place.
  replaceFile(file, Buffer.concat([7, 8, 9].map(step => encodeEvent(point(step)))), { durable: false });
  writeFileSync(journal, line("other"));
  tail.look();
  await seen.until(() => seen.scalars.length === 3 && seen.resets.length === 2 && seen.lines.length === 1);
  assert.deepEqual(
    seen.scalars.map(([step]) => step),
    [7, 8, 9],
  );
  assert.deepEqual(seen.lines, ["other"]);
});

test("a folder that goes away is told, and so is its coming back", async t => {
  const parent = temporaryFolder(t);
  const folder = await newRun(parent);
  const { seen, tail } = follow(t, folder, { lookEvery: 10, watch: false });
  await seen.until(() => seen.settlings > 0);
  renameSync(folder, join(parent, "away"));
  await seen.until(() => seen.troubles.length === 1);
  assert.match(String(seen.troubles[0]), /was moved or deleted/);
  renameSync(join(parent, "away"), folder);
  await seen.until(() => seen.troubles.length === 2);
  assert.equal(seen.troubles[1], null);
  await tail.close();
});

test("a status that is broken for one look is not told, one that stays broken is", async t => {
  const folder = await newRun(temporaryFolder(t));
  const { seen, tail } = follow(t, folder, { lookEvery: NEVER, watch: false });
  await seen.until(() => seen.settlings === 1);
  writeFileSync(join(folder, "status.json"), '{ "state": "trai');
  const look = async () => {
    const before = seen.settlings;
    tail.look();
    await seen.until(() => seen.settlings > before);
  };
  await look();
  assert.deepEqual(seen.troubles, []);
  await look();
  assert.match(String(seen.troubles[0]), /status.json: this is not JSON/);
});

test("nothing is handed on after closing", async t => {
  const folder = await newRun(temporaryFolder(t));
  mkdirSync(join(folder, "samples"), { recursive: true });
  writeFileSync(
    join(folder, "events.out.tfevents.1000000000.here.1.0"),
    Buffer.concat(Array.from({ length: 20_000 }, (_, i) => encodeEvent(point(i)))),
  );
  const { seen, tail } = follow(t, folder, { lookEvery: 5 });
  await seen.until(() => seen.scalars.length > 0);
  await tail.close();
  const { length } = seen.scalars;
  assert.ok(length < 20_000);
  writeFileSync(join(folder, "samples", "00000001.npy"), "");
  tail.look();
  await setImmediate();
  assert.equal(seen.scalars.length, length);
  assert.equal(seen.present.samples.size, 0);
});

test("a tail at rest reads nothing and holds no file; when it goes on, everything comes once", async t => {
  const folder = await newRun(temporaryFolder(t));
  const file = join(folder, "events.out.tfevents.1000000000.here.1.0");
  writeFileSync(file, encodeEvent(point(0)));
  const { seen, tail } = follow(t, folder, { lookEvery: 5, resting: true });
  tail.look();
  await setImmediate();
  assert.deepEqual([seen.scalars.length, seen.settlings], [0, 0]);
  tail.resume();
  await seen.until(() => seen.scalars.length === 1 && seen.settlings > 0);
  tail.pause();
  appendFileSync(file, encodeEvent(point(1)));
  mkdirSync(join(folder, "samples"), { recursive: true });
  writeFileSync(join(folder, "samples", "00000001.npy"), "");
  await delay(30); // several looks, if there were any
  assert.equal(seen.scalars.length, 1);
  if (process.platform === "linux") assert.deepEqual(openFilesIn(folder), []);
  tail.resume();
  await seen.until(() => seen.scalars.length === 2 && seen.present.samples.has(1));
  tail.pause();
  replaceFile(file, Buffer.concat([5, 6, 7].map(step => encodeEvent(point(step)))), { durable: false });
  tail.resume();
  await seen.until(() => seen.resets.length === 1 && seen.scalars.length === 3);
  assert.deepEqual(
    seen.scalars.map(([step]) => step),
    [5, 6, 7],
  );
});

/** Which files of a folder this process has open. */
function openFilesIn(folder: string): string[] {
  return readdirSync("/proc/self/fd").flatMap(fd => {
    try {
      const path = readlinkSync(`/proc/self/fd/${fd}`);
      return path.startsWith(folder) ? [path] : [];
    } catch {
      return []; // closed meanwhile
    }
  });
}
