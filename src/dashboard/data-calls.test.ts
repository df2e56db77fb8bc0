import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { test, type TestContext } from "node:test";
import { newRun, temporaryFolder } from "../../test/support/run-folder.ts";
import { encodeNpy } from "../formats/npy.ts";
import { CallError } from "../protocol/calls.ts";
import { dashboardResultReaders } from "../protocol/dashboard-results.ts";
import type { DashboardUpdate } from "../protocol/dashboard.ts";
import { openRunForWriting } from "../runs/run-writer.ts";
import { samplesFile } from "../runs/samples.ts";
import { dataCalls, type SavedFile } from "./data-calls.ts";
import { owned } from "./owned.ts";
import { openRunFeed } from "./run-feed.ts";
import { StreamSession } from "./stream-session.ts";

const { signal } = new AbortController();

async function stage(t: TestContext) {
  const folder = await newRun(temporaryFolder(t));
  const writer = await openRunForWriting(folder);
  for (let step = 0; step <= 100; step++)
    writer.scalars(step, { "loss/generator": step, "score/real": -step });
  writer.samples(10, encodeNpy({ shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) }));
  writer.samples(50, encodeNpy({ shape: [1, 2], data: Float32Array.of(5, 6) }));
  writer.close();
  const feed = await openRunFeed(folder);
  const updates: DashboardUpdate[] = [];
  const session = new StreamSession({ feed, post: update => updates.push(update), isTrusted: () => true });
  const saved: SavedFile[] = [];
  const asked: [string, unknown][] = [];
  const calls = dataCalls({
    feed,
    session,
    viewer: {
      call: (method, params) => {
        asked.push([method, params]);
        return Promise.reject(new CallError("input", "there is no viewer here"));
      },
    },
    runs: () => [],
    save: file => {
      saved.push(file);
      return Promise.resolve(true);
    },
  });
  t.after(async () => {
    session.close();
    await feed.close();
  });
  await new Promise<void>(resolve => {
    const end = feed.subscribe(() => {
      if (!feed.model.isSettled) return;
      end();
      resolve();
    });
  });
  return { folder, feed, session, calls, updates, saved, asked };
}

const query = { from: 0, to: 100, buckets: 500, scale: "linear", smoothing: 0 } as const;

test("windows belong to the generation that they name: a snapshot that is due comes first", async t => {
  const { feed, session, calls, updates } = await stage(t);
  await calls["stream/start"](null, signal);
  const first = await calls["curves/window"]({ ...query, tags: ["loss/generator", "none"] }, signal);
  assert.equal(first.generation, 1);
  assert.deepEqual(
    first.windows.map(({ tag, count }) => [tag, count]),
    [["loss/generator", 101]],
  );
  assert.deepEqual(
    updates.map(({ kind, generation }) => [kind, generation]),
    [["snapshot", 1]],
  );
  feed.model.curves.purge(50);
  const second = await calls["curves/window"]({ ...query, tags: ["loss/generator"] }, signal);
  assert.deepEqual([second.generation, second.windows[0]?.count, session.generation], [2, 50, 2]);
  assert.equal(updates.at(-1)?.kind, "snapshot");
});

test("values at a cursor are the newest recorded ones, and nothing before the first", async t => {
  const { feed, calls } = await stage(t);
  feed.model.curves.apply({ wallTime: 0, step: 200, kind: "scalars", scalars: { late: 1 } });
  const at = await calls["curves/at"](
    { tags: ["loss/generator", "late", "none"], step: 60, smoothing: 0 },
    signal,
  );
  assert.deepEqual([...at.steps], [60, NaN, NaN]);
  assert.deepEqual([...at.values], [60, NaN, NaN]);
  assert.deepEqual([...at.smoothed], [60, NaN, NaN]);
  dashboardResultReaders["curves/at"](at);
});

test("recorded samples are those at or before a step, and a damaged file is a sentence", async t => {
  const { folder, calls } = await stage(t);
  const at = async (step: number) => calls["samples/at"]({ step }, signal);
  assert.deepEqual(await at(49), {
    step: 10,
    samples: { rows: 2, dims: 2, data: Float32Array.of(1, 2, 3, 4) },
  });
  assert.equal((await at(1000)).step, 50);
  const isInput = (message: RegExp) => (error: unknown) =>
    error instanceof CallError && error.code === "input" && message.test(error.message);
  await assert.rejects(at(9), isInput(/no samples before step 9/));
  writeFileSync(samplesFile(folder, 50), "not an array");
  await assert.rejects(at(50), isInput(/samples of step 50 cannot be shown/));
});

test("recorded images come as bytes, and samples of another shape are none", async t => {
  const { folder, calls } = await stage(t);
  const white = new Float32Array(2 * 3 * 4).fill(1);
  writeFileSync(samplesFile(folder, 50), encodeNpy({ shape: [2, 3, 4, 1], data: white }));
  const answer = await calls["samples/images"]({ step: 70 }, signal);
  const images = { count: 2, height: 3, width: 4, channels: 1, pixels: new Uint8Array(24).fill(255) };
  assert.deepEqual(answer, { step: 50, images });
  dashboardResultReaders["samples/images"](answer);
  await assert.rejects(
    calls["samples/images"]({ step: 20 }, signal),
    (error: unknown) =>
      error instanceof CallError && /samples of step 10 are no images: .* 2 x 2/.test(error.message),
  );
});

test("exports hold everything: every point as CSV, the recorded file as it is", async t => {
  const { folder, calls, saved } = await stage(t);
  const tags = ["loss/generator", "score/real"];
  assert.deepEqual(await calls["curves/save"]({ tags, from: 90, to: 100 }, signal), { saved: true });
  await calls["samples/save"]({ step: 60 }, signal);
  const [csv, npy] = saved;
  const text = Buffer.from((await csv?.content()) ?? []).toString();
  assert.equal(text.split("\n")[0], "step,loss/generator,score/real");
  assert.equal(text.trimEnd().split("\n").at(-1), "100,100,-100");
  assert.equal(text.trimEnd().split("\n").length, 12);
  assert.match(npy?.name ?? "", /-50\.npy$/);
  assert.deepEqual(await npy?.content(), new Uint8Array(readFileSync(samplesFile(folder, 50))));
});

test("an export that is cancelled stops", async t => {
  const { calls, saved } = await stage(t);
  await calls["curves/save"]({ tags: ["loss/generator"], from: 0, to: 100 }, AbortSignal.abort());
  await assert.rejects(saved[0]?.content() ?? Promise.resolve(), /cancelled/);
});

test("pictures are asked of the viewer for this run's folder, whatever the page says", async t => {
  const { folder, calls, asked } = await stage(t);
  const sneaky = { run: "/etc", step: 5, from: 0, to: 1, count: 9, path: "slerp" } as const;
  await assert.rejects(calls["latent/path"](sneaky, signal), /no viewer here/);
  await assert.rejects(calls["data/real"]({ count: 5 }, signal), /no viewer here/);
  const near = { ...sneaky, probe: 3 };
  await assert.rejects(calls["data/nearest"](near, signal), /no viewer here/);
  assert.deepEqual(
    asked.map(([method]) => method),
    ["path", "scene", "data/nearest"],
  );
  for (const [, params] of asked) assert.equal((params as { readonly run: string }).run, folder);
});

test("arrays that share a buffer get one each, and nothing else changes", () => {
  const shared = new ArrayBuffer(64);
  const value = {
    a: new Float32Array(shared, 8, 2).fill(1.5),
    b: [new Float64Array(shared, 16, 1).fill(2), { c: new Uint8Array(shared, 40, 3).fill(3) }],
    d: new Uint16Array(shared, 48, 2).fill(4),
    own: new Float32Array(2),
    text: "x",
    none: null,
  };
  const copy = owned(value);
  assert.deepEqual(copy, value);
  for (const [array, bytes] of [
    [copy.a, 8],
    [copy.b[0], 8],
    [copy.d, 4],
  ] as const)
    assert.equal((array as ArrayBufferView).buffer.byteLength, bytes);
  assert.equal(copy.own, value.own);
});
