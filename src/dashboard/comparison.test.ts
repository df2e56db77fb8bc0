import assert from "node:assert/strict";
import { rename } from "node:fs/promises";
import { test, type TestContext } from "node:test";
import { newRun, statusOf, temporaryFolder } from "../../test/support/run-folder.ts";
import { encodeNpy } from "../formats/npy.ts";
import { CallError } from "../protocol/calls.ts";
import { compareResultReaders, readComparePacket } from "../protocol/compare-packets.ts";
import type { ComparedRun, CompareItem, CompareState, CompareUpdate } from "../protocol/compare.ts";
import { StreamReceiver } from "../protocol/stream.ts";
import { applyItems } from "../protocol/compare-items.ts";
import { openRunForWriting } from "../runs/run-writer.ts";
import { compareDataCalls } from "./compare-calls.ts";
import { Comparison } from "./comparison.ts";

async function writtenRun(t: TestContext, last: number) {
  const folder = await newRun(temporaryFolder(t));
  const writer = await openRunForWriting(folder);
  t.after(() => {
    writer.close();
  });
  const record = (step: number) => {
    writer.scalars(step, { "quality/coverage": step / 1000, "loss/generator": 1 });
    writer.samples(step, encodeNpy({ shape: [2, 2], data: Float32Array.of(step, 0, 1, 2) }));
    writer.status(statusOf(step));
  };
  for (let step = 0; step <= last; step += 100) record(step);
  const flush = () => {
    writer.flush();
  };
  flush();
  return { folder, record, flush };
}

/** Takes what a comparison posts, as the webview reads it. */
function follow(t: TestContext) {
  const states: CompareState[] = [];
  let wake: () => void = () => undefined;
  const updates: CompareUpdate[] = [];
  const receiver = new StreamReceiver<CompareState, CompareItem>({
    snapshot: state => states.push(state),
    append: items =>
      states.push(applyItems(states.at(-1) ?? { runs: [], folders: [], unread: [], measures: [] }, items)),
    resync: () => {
      assert.fail("an update is missing");
    },
  });
  const comparison = new Comparison(update => {
    const packet = readComparePacket(structuredClone({ kind: "compared", update }));
    assert.ok(packet?.kind === "compared");
    updates.push(packet.update);
    receiver.receive(packet.update);
    wake();
  });
  t.after(() => {
    comparison.close();
  });
  const until = async (holds: (state: CompareState) => boolean): Promise<CompareState> => {
    // Nothing else keeps the process: what is followed lets it end.
    const patience = setTimeout(() => {
      assert.fail("what was waited for did not come");
    }, 120_000);
    try {
      for (;;) {
        const state = states.at(-1);
        if (state !== undefined && holds(state)) return state;
        await new Promise<void>(resolve => (wake = resolve));
      }
    } finally {
      clearTimeout(patience);
    }
  };
  return { comparison, until, updates };
}

const noViewer = { call: () => Promise.reject(new CallError("failed", "no viewer here")) };

test("two runs of different length: samples, measures and steps of each, and what comes while one trains", async t => {
  const [a, b] = [await writtenRun(t, 500), await writtenRun(t, 300)];
  const { comparison, until, updates } = follow(t);
  await comparison.add([a.folder, b.folder, a.folder]);
  comparison.start();
  const evaluated = (run: ComparedRun | undefined) =>
    run?.measures.find(({ tag }) => tag === "quality/coverage")?.steps ?? [];
  /** All that the run's files hold has arrived, in one update or in several. */
  const isWhole = (run: ComparedRun | undefined, evaluations: number, lastSample: number) =>
    run?.samples.at(-1) === lastSample &&
    run.step === lastSample &&
    evaluated(run).length === evaluations &&
    run.measures.every(({ steps }) => steps.length === evaluations);
  const state = await until(({ runs }) => isWhole(runs[0], 6, 500) && isWhole(runs[1], 4, 300));
  const seen = updates.length;
  assert.deepEqual(
    state.runs.map(({ folder, samples }) => [folder, samples.at(-1)]),
    [
      [a.folder, 500],
      [b.folder, 300],
    ],
  );
  assert.deepEqual([...evaluated(state.runs[1])], [0, 100, 200, 300]);
  assert.ok(state.measures.some(({ tag, better }) => tag === "quality/coverage" && better === "higher"));
  assert.ok(state.runs.every(({ measures }) => measures.every(({ tag }) => tag !== "loss/generator")));
  b.record(400);
  b.flush();
  const later = await until(
    ({ runs }) => runs[1]?.samples.at(-1) === 400 && evaluated(runs[1]).length === 5 && runs[1].step === 400,
  );
  assert.deepEqual([...evaluated(later.runs[1])], [0, 100, 200, 300, 400]);
  // Only what is new was sent, and nothing of the other run.
  const appended = updates.slice(seen).flatMap(update => (update.kind === "append" ? update.items : []));
  assert.ok(appended.every(item => item.run === b.folder));
  for (const item of appended) if (item.kind === "points") assert.deepEqual([...item.curve.steps], [400]);
  assert.equal(updates.at(-1)?.kind, "append");
});

test("a run that cannot be read keeps its place and says so, and is shown once its folder is back", async t => {
  const runs = [await writtenRun(t, 100), await writtenRun(t, 100), await writtenRun(t, 100)];
  const folders = runs.map(({ folder }) => folder);
  const [a = "", b = "", c = ""] = folders;
  await rename(b, `${b}-away`);
  const { comparison, until } = follow(t);
  await comparison.add(folders);
  comparison.start();
  const without = await until(state => state.runs.length === 2);
  assert.deepEqual(without.folders, folders);
  const [gone, ...others] = without.unread;
  assert.deepEqual([gone?.folder, others], [b, []]);
  assert.match(gone?.problem ?? "", /run\.json/);
  await comparison.retry(new Set([a, c]));
  await rename(`${b}-away`, b);
  await comparison.retry(new Set([b]));
  const whole = await until(state => state.runs.length === 3);
  assert.deepEqual(
    whole.runs.map(({ folder }) => folder),
    folders,
  );
  assert.deepEqual(whole.unread, []);
});

test("what cannot be read is removed as others are; where nothing can be, that is an error", async t => {
  const { folder } = await writtenRun(t, 100);
  const { comparison, until } = follow(t);
  await assert.rejects(comparison.add([`${folder}-gone`]), /run\.json/);
  assert.deepEqual(comparison.folders, []);
  await comparison.add([folder, `${folder}-gone`]);
  comparison.start();
  await until(state => state.unread.length === 1);
  comparison.remove(`${folder}-gone`);
  const state = await until(({ unread }) => unread.length === 0);
  assert.deepEqual(state.folders, [folder]);
});

test("columns are moved and removed; a run that is not compared is refused", async t => {
  const runs = [await writtenRun(t, 100), await writtenRun(t, 100), await writtenRun(t, 100)];
  const [a = "", b = "", c = ""] = runs.map(({ folder }) => folder);
  const { comparison, until } = follow(t);
  await comparison.add([a, b, c]);
  const calls = compareDataCalls(comparison, noViewer as never, () => []);
  const { signal } = new AbortController();
  await calls["compare/start"](null, signal);
  await until(state => state.runs.length === 3);
  await calls["runs/move"]({ run: c, to: 0 }, signal);
  assert.deepEqual(comparison.folders, [c, a, b]);
  const found = await calls["samples/at"]({ run: a, step: 150 }, signal);
  assert.deepEqual(compareResultReaders["samples/at"](found), {
    step: 100,
    samples: { rows: 2, dims: 2, data: Float32Array.of(100, 0, 1, 2) },
  });
  await calls["runs/remove"]({ run: a }, signal);
  await until(state => state.runs.length === 2);
  await assert.rejects(calls["samples/at"]({ run: a, step: 0 }, signal), /not compared any more/);
  await assert.rejects(calls["data/real"]({ run: "/etc", count: 10 }, signal), /not compared any more/);
});

test("four runs are as many as are compared; what is no run's folder fails only where nothing else is left", async t => {
  const runs = await Promise.all([1, 2, 3, 4, 5].map(() => writtenRun(t, 0)));
  const { comparison } = follow(t);
  await assert.rejects(comparison.add([temporaryFolder(t)]));
  await comparison.add(runs.map(({ folder }) => folder));
  assert.equal(comparison.folders.length, 4);
});
