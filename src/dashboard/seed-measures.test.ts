import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { newRun, statusOf, temporaryFolder } from "../../test/support/run-folder.ts";
import { observe } from "../runs/list.ts";
import { openRunForWriting } from "../runs/run-writer.ts";
import { measuredSeeds } from "./seed-measures.ts";
import { openRunFeed } from "./run-feed.ts";
import { readWhole, SeedRuns, wasTurned } from "./seed-runs.ts";

interface Written {
  readonly seed: number;
  readonly weight?: number;
  readonly coverage: number;
  readonly last?: number;
  readonly turned?: boolean;
  /** More measures of the last evaluation. */
  readonly then?: Readonly<Record<string, number>>;
}

/** A run with two evaluations, at steps 50 and `last`. */
async function writtenRun(t: TestContext, runsFolder: string, { seed, weight = 0, ...run }: Written) {
  const folder = await newRun(runsFolder, [
    { key: "seed", value: seed },
    { key: "pairing.weight", value: weight },
  ]);
  const writer = await openRunForWriting(folder);
  t.after(() => {
    writer.close();
  });
  const last = run.last ?? 100;
  for (const step of [50, last]) {
    const more = step === last ? run.then : {};
    writer.scalars(step, { "quality/coverage": run.coverage + step / 1000, ...more });
  }
  if (run.turned === true)
    writer.journal({ step: 60, kind: "intervention", key: "pairing.weight", from: weight, to: 1, by: "x" });
  writer.flush();
  writer.status(statusOf(last, { state: "done" }));
  return folder;
}

async function modelOf(t: TestContext, folder: string) {
  const feed = await openRunFeed(folder, { watch: false });
  t.after(() => feed.close());
  await new Promise<void>(resolve => {
    feed.subscribe(() => {
      if (feed.model.isSettled) resolve();
    });
  });
  return feed.model;
}

const rounded = (value: number | undefined) => Math.round(1e6 * (value ?? NaN)) / 1e6;

test("runs that differ by their seed alone count as seeds of one experiment: means, and differences paired by seed", async t => {
  const folder = temporaryFolder(t);
  const write = (run: Written) => writtenRun(t, folder, run);
  const base = await write({ seed: 1, coverage: 0.1 });
  const own = await write({ seed: 1, weight: 0.02, coverage: 0.5 });
  const all = [
    base,
    own,
    await write({ seed: 2, coverage: 0.2 }),
    await write({ seed: 2, weight: 0.02, coverage: 0.7 }),
    await write({ seed: 3, coverage: 0.3 }),
    await write({ seed: 3, weight: 0.02, coverage: 0.9 }),
    // Of the baseline's experiment, but not there yet; turned by hand; of another experiment.
    await write({ seed: 4, coverage: 9, last: 60 }),
    await write({ seed: 5, coverage: 9, turned: true }),
    await write({ seed: 6, weight: 0.5, coverage: 9 }),
  ].map(observe);
  const columns = [
    { model: await modelOf(t, base), step: 130 },
    { model: await modelOf(t, own), step: 130 },
  ];
  const [held, found] = await measuredSeeds(columns, base, new SeedRuns(() => all, readWhole));
  assert.deepEqual(held?.seeds, [1, 2, 3]);
  assert.deepEqual([held.method, held.why], [null, null]);
  assert.equal(rounded(held.rows[0]?.mean), 0.3);
  assert.equal(held.rows[0]?.difference, null);
  assert.deepEqual([found?.seeds, found?.method, found?.pairs, found?.why], [[1, 2, 3], "paired", 3, null]);
  const [row] = found?.rows ?? [];
  assert.equal(row?.tag, "quality/coverage");
  assert.equal(rounded(row.mean), 0.8);
  // Differences 0.4, 0.5 and 0.6: their standard error is 0.1 / sqrt 3, t of two degrees of freedom 4.30265.
  assert.equal(rounded(row.difference?.mean), 0.5);
  assert.ok(Math.abs((row.difference?.halfWidth ?? 0) - (4.30265 * 0.1) / Math.sqrt(3)) < 1e-4);
});

test("without common seeds the means are compared (Welch); with one or two seeds, or a knob turned by hand, there is no interval", async t => {
  const folder = temporaryFolder(t);
  const write = (run: Written) => writtenRun(t, folder, run);
  const base = await write({ seed: 1, coverage: 0.1 });
  const apart = await write({ seed: 4, weight: 0.02, coverage: 0.5 });
  const alone = await write({ seed: 1, weight: 0.1, coverage: 0.5 });
  const turned = await write({ seed: 1, weight: 0.2, coverage: 0.5, turned: true });
  const all = [
    await write({ seed: 2, coverage: 0.2 }),
    await write({ seed: 3, coverage: 0.3 }),
    await write({ seed: 5, weight: 0.02, coverage: 0.7 }),
    await write({ seed: 6, weight: 0.02, coverage: 0.8 }),
    await write({ seed: 2, weight: 0.3, coverage: 0.8 }),
    await write({ seed: 2, weight: 0.2, coverage: 0.7 }),
  ].map(observe);
  const two = await write({ seed: 1, weight: 0.3, coverage: 0.5 });
  const models = await Promise.all([base, apart, alone, turned, two].map(one => modelOf(t, one)));
  const found = await measuredSeeds(
    models.map(model => ({ model, step: 100 })),
    base,
    new SeedRuns(() => all, readWhole),
  );
  assert.deepEqual(
    found.map(({ seeds, method }) => [seeds, method]),
    [
      [[1, 2, 3], null],
      [[4, 5, 6], "welch"],
      [[1], null],
      [[1], null],
      [[1, 2], null],
    ],
  );
  assert.match(found[2]?.why ?? "", /only seed/);
  assert.match(found[3]?.why ?? "", /turned/);
  assert.match(found[4]?.why ?? "", /two seeds/);
  assert.equal(found[1]?.rows[0]?.difference === null, false);
  assert.equal(found[2]?.rows[0]?.difference, null);
});

test("a measure that a seed has no value of at that step has no mean over the others, and it is said", async t => {
  const folder = temporaryFolder(t);
  const ranks = { "collapse/effective_rank": 1.5 };
  const [own, ...others] = [
    await writtenRun(t, folder, { seed: 1, coverage: 0.1, then: ranks }),
    await writtenRun(t, folder, { seed: 2, coverage: 0.2, then: ranks }),
    await writtenRun(t, folder, { seed: 3, coverage: 0.3 }),
  ];
  const runs = new SeedRuns(() => others.map(observe), readWhole);
  const [measured] = await measuredSeeds([{ model: await modelOf(t, own), step: 100 }], own, runs);
  assert.deepEqual(measured?.seeds, [1, 2, 3]);
  assert.deepEqual(
    measured.rows.map(({ tag }) => tag),
    ["quality/coverage"],
  );
  assert.equal(measured.why, "Effective rank is undefined in 1 of 3 seeds");
});

test("a run that was planned longer, or trained at another pace, is still a seed of its experiment; one with a turned knob is none", () => {
  const turned = (key: string) =>
    wasTurned({
      entries: [{ at: "2026-01-01T00:00:00Z", step: 1, kind: "intervention", key, from: 1, to: 2 }],
    });
  assert.deepEqual([turned("steps"), turned("pace"), turned("pairing.weight")], [false, false, true]);
});
