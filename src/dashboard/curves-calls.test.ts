import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { pictureAt, scalar, version, writeEventFile } from "../../test/support/event-file.ts";
import { newRun, temporaryFolder } from "../../test/support/run-folder.ts";
import { CallError } from "../protocol/calls.ts";
import { curvesResultReaders, readCurvesPacket } from "../protocol/curves-packets.ts";
import type { CurvesState } from "../protocol/curves.ts";
import { openRunForWriting } from "../runs/run-writer.ts";
import { curvesDataCalls, openCurves } from "./curves-calls.ts";
import type { SavedFile } from "./data-calls.ts";
import { exportedCurves } from "./export-curves.ts";

const { signal } = new AbortController();

/** A run of ours and another program's log, both with a curve `loss/generator`. */
async function stage(t: TestContext) {
  const run = await newRun(temporaryFolder(t));
  const writer = await openRunForWriting(run);
  for (let step = 0; step <= 100; step += 10) writer.scalars(step, { "loss/generator": step });
  writer.close();
  const log = join(temporaryFolder(t), "version_0");
  writeEventFile(log, [
    version,
    ...[0, 5, 10].map(step => scalar(step, { "loss/generator": -step, "lr, base": 0.1 })),
    pictureAt(5),
    scalar(15, { "loss/generator": NaN }),
  ]);
  const states: CurvesState[] = [];
  let wake: () => void = () => undefined;
  const sources = openCurves(state => {
    const packet = readCurvesPacket(structuredClone({ kind: "curves", state }));
    assert.ok(packet?.kind === "curves");
    states.push(packet.state);
    wake();
  });
  const saved: SavedFile[] = [];
  const calls = curvesDataCalls(sources, file => {
    saved.push(file);
    return Promise.resolve(true);
  });
  t.after(() => {
    sources.close();
  });
  await sources.add([run, log]);
  await calls["curves/start"](null, signal);
  const keep = setInterval(() => undefined, 1000); // what is followed lets the process end
  t.after(() => {
    clearInterval(keep);
  });
  const isRead = ({ sources: all }: CurvesState) =>
    all.length === 2 && all.every(({ curves, reading }) => curves.length > 0 && reading === null);
  for (;;) {
    const state = states.at(-1);
    if (state !== undefined && isRead(state)) return { run, log, state, sources, calls, saved };
    await new Promise<void>(resolve => (wake = resolve));
  }
}

const query = { from: 0, to: 100, buckets: 100, scale: "linear", smoothing: 0 } as const;

test("a run and a log are told of alike; what only one of them has is absent from the other", async t => {
  const { run, log, state } = await stage(t);
  const [ours, theirs] = state.sources;
  assert.deepEqual([ours?.folder, ours?.kind, ours?.pictures, ours?.damaged], [run, "run", [], 0]);
  assert.deepEqual(
    [theirs?.folder, theirs?.kind, theirs?.name, theirs?.pictures],
    [log, "log", "version_0", [{ tag: "samples", steps: [5] }]],
  );
  assert.deepEqual(
    theirs?.curves.map(({ tag, count }) => [tag, count]),
    [
      ["loss/generator", 4],
      ["lr, base", 3],
    ],
  );
  assert.deepEqual(theirs.leftOut, { curves: 0, values: 1, early: 0, further: 0, pictures: 0 });
});

test("one tag's windows and rows come of every source that has it", async t => {
  const { run, log, calls } = await stage(t);
  const read = (method: "curves/window" | "curves/table", value: unknown) =>
    curvesResultReaders[method](structuredClone(value));
  const { windows } = await calls["curves/window"]({ tag: "loss/generator", ...query }, signal);
  read("curves/window", { windows });
  assert.deepEqual(
    windows.map(({ folder, window }) => [folder, [...window.steps].slice(0, 3), window.count]),
    [
      [run, [0, 10, 20], 11],
      [log, [0, 5, 10], 4],
    ],
  );
  // What the log holds no number for is a gap: nobody shows the value before it as that of a later step.
  assert.deepEqual([...(windows[1]?.window.steps ?? [])].at(-1), 15);
  assert.deepEqual([...(windows[1]?.window.values ?? [])].at(-1), NaN);
  const alone = await calls["curves/window"]({ tag: "lr, base", ...query }, signal);
  assert.deepEqual(
    alone.windows.map(({ folder }) => folder),
    [log],
  );
  const table = await calls["curves/table"]({ tag: "loss/generator", from: 0, to: 10, most: 10 }, signal);
  read("curves/table", table);
  assert.deepEqual([...table.steps], [0, 5, 10]);
  assert.deepEqual([...(table.columns[1]?.values ?? [])], [-0, -5, -10]);
});

test("runs are named by what tells them apart", async t => {
  const folders = await Promise.all(
    [1, 2].map(seed => newRun(temporaryFolder(t), [{ key: "seed", value: seed }])),
  );
  const told = await new Promise<CurvesState>(resolve => {
    const sources = openCurves(state => {
      if (state.sources.length === 2) resolve(state);
    });
    t.after(() => {
      sources.close();
    });
    void sources.add(folders).then(() => {
      sources.start();
    });
  });
  assert.deepEqual(
    told.sources.map(({ name }) => name),
    ["s1 · small", "s2 · small"],
  );
});

test("curves are saved a line a point, of one tag or of all, as CSV or JSON lines", async t => {
  const { calls, saved, run, log } = await stage(t);
  const save = async (tag: string | null, as: "csv" | "jsonl") => {
    await calls["curves/save"]({ tag, as, from: 0, to: 10 }, signal);
    const file = saved.at(-1);
    assert.ok(file !== undefined);
    return { name: file.name, text: new TextDecoder().decode(await file.content()) };
  };
  const csv = await save("loss/generator", "csv");
  assert.equal(csv.name, "loss-generator.csv");
  assert.deepEqual(csv.text.split("\n").slice(0, 4), [
    "run,tag,step,value",
    "small,loss/generator,0,0",
    "small,loss/generator,10,10",
    "version_0,loss/generator,0,0",
  ]);
  assert.match((await save(null, "csv")).text, /^version_0,"lr, base",5,0\.1$/m);
  const lines = (await save("lr, base", "jsonl")).text.trimEnd().split("\n");
  assert.deepEqual(JSON.parse(lines[1] ?? ""), { run: "version_0", tag: "lr, base", step: 5, value: 0.1 });
  const all = new TextDecoder().decode(await exportedCurves([run, log], "csv"));
  assert.equal(all.trimEnd().split("\n").length, 1 + 11 + 4 + 3);
});

test("a picture comes as it was encoded, of the newest step before; what is not shown is refused", async t => {
  const { log, run, calls, sources } = await stage(t);
  const event = pictureAt(5);
  const found = await calls["pictures/at"]({ source: log, tag: "samples", step: 9 }, signal);
  assert.equal(found.step, 5);
  assert.deepEqual(
    Buffer.from(found.pictures[0] ?? []),
    event.kind === "image" ? Buffer.from(event.png) : null,
  );
  const refused = async (source: string, step: number, message: RegExp) => {
    await assert.rejects(
      async () => calls["pictures/at"]({ source, tag: "samples", step }, signal),
      (error: unknown) => error instanceof CallError && message.test(error.message),
    );
  };
  await refused(log, 4, /no samples before step 4/);
  await refused(run, 9, /no samples yet/);
  sources.remove(log);
  await refused(log, 9, /not shown any more/);
});

test("a folder that says it is a run and is none is refused; a folder that is not there is shown with its trouble", async t => {
  const broken = temporaryFolder(t);
  writeFileSync(join(broken, "run.json"), "{}");
  const sources = openCurves(() => undefined);
  t.after(() => {
    sources.close();
  });
  await assert.rejects(sources.add([broken]), /run\.json/);
  const empty = join(temporaryFolder(t), "nothing here");
  await sources.add([empty]);
  const [source] = sources.feeds;
  assert.ok(source !== undefined);
  await new Promise<void>(resolve => {
    const end = source.subscribe(() => {
      if (!source.model.isSettled) return;
      end();
      resolve();
    });
  });
  assert.match(source.facts().trouble ?? "", /moved or deleted/);
  mkdirSync(empty);
});
