import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { newRun, statusOf, temporaryFolder } from "../../test/support/run-folder.ts";
import { observe } from "../runs/list.ts";
import { readJournal } from "../runs/journal.ts";
import { openRunForWriting } from "../runs/run-writer.ts";
import { readEvaluated, seedBands } from "./seed-bands.ts";
import { SeedRuns } from "./seed-runs.ts";

interface Written {
  readonly seed: number;
  readonly weight?: number;
  /** Coverage by step; null: undefined there. */
  readonly coverage: Readonly<Record<number, number | null>>;
  readonly turned?: boolean;
}

/** A run with an evaluation at some steps. */
async function writtenRun(t: TestContext, runs: string, { seed, weight = 0, coverage, turned }: Written) {
  const folder = await newRun(runs, [
    { key: "seed", value: seed },
    { key: "pairing.weight", value: weight },
  ]);
  const writer = await openRunForWriting(folder);
  t.after(() => {
    writer.close();
  });
  for (const [step, value] of Object.entries(coverage)) {
    const tag = "quality/coverage";
    writer.evaluation({
      step: Number(step),
      values: value === null ? {} : { [tag]: value },
      undefined: value === null ? { [tag]: "why" } : {},
    });
  }
  if (turned === true)
    writer.journal({
      step: 60,
      kind: "intervention",
      do: "set",
      key: "pairing.weight",
      from: 0,
      to: 1,
      by: "x",
    });
  writer.status(statusOf(100, { state: "done" }));
  return folder;
}

const ownOf = (folder: string) => ({ folder, info: observe(folder).info, entries: readJournal(folder) });
const rounded = (values: ArrayLike<number> | undefined) =>
  Array.from(values ?? [], value => Math.round(1e6 * value) / 1e6);

test("the band is of the seeds of one experiment that were measured at that very step, and of three at least", async t => {
  const runs = temporaryFolder(t);
  const write = (run: Written) => writtenRun(t, runs, run);
  const own = await write({ seed: 1, coverage: { 0: 0.1, 50: 0.2, 100: 0.3, 150: 0.1, 200: 0.1 } });
  const turned = await write({ seed: 4, coverage: { 0: 9, 50: 9, 100: 9 }, turned: true });
  const all = [
    own,
    await write({ seed: 2, coverage: { 0: 0.2, 50: 0.4, 100: null, 150: 0.1 } }),
    await write({ seed: 3, coverage: { 0: 0.3, 50: 0.6, 100: 0.7, 130: 0.7, 150: 0.1 } }),
    await write({ seed: 5, coverage: { 0: 0.4 } }),
    turned,
    await write({ seed: 6, weight: 0.5, coverage: { 0: 9, 50: 9, 100: 9 } }),
  ].map(observe);
  const read: string[] = [];
  const seedRuns = new SeedRuns(
    () => all,
    folder => {
      read.push(folder);
      return readEvaluated(folder);
    },
  );
  const asked = ["quality/coverage", "quality/recall"];
  const { says, bands } = await seedBands(ownOf(own), seedRuns, asked, 1000);
  assert.match(says, /of 3 to 4 seeds$/);
  const [band, ...others] = bands;
  assert.deepEqual(others, []);
  assert.deepEqual(rounded(band?.steps), [0, 50, 100, 130, 150, 200]);
  // Undefined in one of three, measured in one, equal in three, measured in one.
  assert.deepEqual(rounded(band?.mean), [0.25, 0.4, NaN, NaN, 0.1, NaN]);
  // 0.2 / sqrt 3, t of two degrees of freedom 4.30265.
  assert.ok(Math.abs((band?.halfWidth[1] ?? 0) - (4.30265 * 0.2) / Math.sqrt(3)) < 1e-4);
  assert.deepEqual(rounded(band?.halfWidth).slice(2), [NaN, NaN, NaN, NaN]);

  const before = read.length;
  assert.deepEqual(rounded((await seedBands(ownOf(own), seedRuns, asked, 50)).bands[0]?.steps), [0, 50]);
  assert.equal(read.length, before, "runs that have not trained on are not read again");
  assert.match((await seedBands(ownOf(turned), seedRuns, asked, 1000)).says, /knobs were turned/);
});

test("one seed or two have no band, and it is said why", async t => {
  const runs = temporaryFolder(t);
  const own = await writtenRun(t, runs, { seed: 1, coverage: { 0: 0.1 } });
  const other = await writtenRun(t, runs, { seed: 2, coverage: { 0: 0.2 } });
  const bandsAmong = (folders: readonly string[]) =>
    seedBands(ownOf(own), new SeedRuns(() => folders.map(observe), readEvaluated), ["quality/coverage"], 100);
  assert.deepEqual(await bandsAmong([own]), {
    says: "no other seed of this experiment was measured",
    bands: [],
  });
  const two = await bandsAmong([own, other]);
  assert.match(two.says, /^2 seeds .* too little of chance$/);
  assert.deepEqual(two.bands, []);
});
