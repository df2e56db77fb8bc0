import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { temporaryFolder } from "../../test/support/run-folder.ts";
import { uniform } from "../../test/support/uniform.ts";
import { dataSchema } from "../experiment/schema-data.ts";
import { DataError } from "./data-error.ts";
import { checkData, openDataset } from "./open-dataset.ts";
import { readingText } from "./reading.ts";

const fixture = (name: string) => join("test/fixtures/tables", `${name}.parquet`);
const of = (file: string, changes: object = {}) => dataSchema.parse({ kind: "parquet", file, ...changes });
const read = (name: string, changes: object = {}) =>
  openDataset(of(fixture(name), { normalize: false, ...changes }));

/** All points, each as its numbers, in the order of the first. */
function points(dataset: Awaited<ReturnType<typeof openDataset>>): number[][] {
  const [dims = 1] = dataset.sampleShape;
  const heldOut = dataset.heldOut(1000);
  const rows = 24 - heldOut.length / dims;
  const all = new Float32Array(24 * dims);
  dataset.batch(1, 0, rows, all, 0);
  all.set(heldOut, rows * dims);
  return Array.from({ length: 24 }, (_, i) => [...all.subarray(i * dims, (i + 1) * dims)]).sort(
    ([a = 0], [b = 0]) => a - b,
  );
}

const expected = Array.from({ length: 24 }, (_, i) => [i / 4, 0 - i / 8, 1000 * i, i % 5]);

for (const codec of ["none", "snappy", "gzip", "brotli", "zstd", "lz4"])
  test(`a table that pandas packed with ${codec} is read, and what is no number is passed over and named`, async () => {
    const dataset = await read(codec);
    assert.deepEqual(points(dataset), expected);
    assert.equal(
      readingText(dataset.reading ?? { taken: "", asides: [] }),
      '24 points of 4 dimensions (x, y, count, small); column "kind" left out: it holds text; column "good" left out: it holds true or false; column "when" left out: it holds a time',
    );
  });

test("columns are chosen by name and number, a column is the labels", async () => {
  const dataset = await read("snappy", { columns: ["y", 0], labels: "kind" });
  assert.deepEqual(
    points(dataset),
    expected.map(([x = 0, y = 0]) => [y, x]).sort(([a = 0], [b = 0]) => a - b),
  );
  assert.deepEqual(
    [0, 1, 2].map(label => dataset.classes?.nameOf(label)),
    ["cat", "dog", "emu"],
  );
  assert.equal(dataset.reading?.taken, "24 points of 2 dimensions (y, x) in 3 classes (cat, dog, emu)");
  for (const [labels, classes] of [
    ["good", "false, true"],
    ["small", "0, 1, 2, 3, 4"],
    ["3", "0, 1, 2, 3, 4"],
  ] as const)
    assert.match(
      (await read("zstd", { columns: ["x"], labels })).reading?.taken ?? "",
      new RegExp(`\\(${classes}\\)`),
    );
});

test("the column of pandas' index is left out, a category is text", async () => {
  const { reading } = await checkData(of(fixture("pandas-index"), { labels: "kind" }));
  assert.equal(reading?.taken, "24 points of 4 dimensions (x, y, count, small) in 3 classes (cat, dog, emu)");
  assert.match(reading.asides.join(), /column "__index_level_0__" left out: it numbers the rows/);
});

test("columns that share a name are columns of their own, asked for by their places", async () => {
  const all = await read("twins");
  assert.deepEqual(
    points(all),
    expected.map(([x = 0, y = 0]) => [x, y]),
  );
  assert.match(
    readingText(all.reading ?? { taken: "", asides: [] }),
    /2 dimensions \(x, x\).*list or a record/,
  );
  assert.deepEqual(
    points(await read("twins", { columns: [2], labels: "3" })),
    expected.map(([, y = 0]) => [y]).reverse(),
  );
  await assert.rejects(read("twins", { columns: ["x"] }), /2 columns are named "x"; .*\(0, 2\)/);
});

test("half precision, decimals and several row groups are read", async () => {
  const dataset = await read("kinds", { columns: ["x", "half", "price"] });
  assert.deepEqual(
    points(dataset),
    expected.map(([x = 0], i) => [x, x, i + 0.25]),
  );
});

test("what cannot be read is refused by name", async t => {
  const refused = async (name: string, changes: object, why: RegExp) =>
    assert.rejects(checkData(of(fixture(name), changes)), (error: unknown) => {
      assert.ok(error instanceof DataError);
      assert.match(error.message, why);
      return true;
    });
  await refused("snappy", { columns: ["kind"] }, /the column "kind" holds text, not numbers$/);
  await refused("snappy", { columns: ["when"] }, /the column "when" holds a time, not numbers$/);
  await refused(
    "snappy",
    { columns: ["kin"] },
    /parquet: there is no column "kin"; the columns are .*did you mean "kind"/,
  );
  await refused(
    "snappy",
    { columns: ["x"], labels: "x" },
    /the column "x" is both in "columns" and "labels"/,
  );
  await refused("snappy", { labels: "when" }, /the column "when" holds a time; labels are texts or numbers/);
  await refused("kinds", { columns: ["pair"] }, /the column "pair" holds a list or a record, not numbers/);
  await refused("kinds", { columns: ["raw"] }, /the column "raw" holds bytes, not numbers/);
  await refused("kinds", {}, /row 7 \(counted from 0\): column "gap" is missing/);
  await refused(
    "kinds",
    { columns: ["x"], labels: "gap" },
    /row 7 \(counted from 0\): the label in column "gap" is missing/,
  );
  await refused("kinds", { columns: ["x"], labels: "text" }, /every row has the same label, "a"/);
  const folder = temporaryFolder(t);
  const put = (name: string, bytes: Uint8Array | string) => {
    const file = join(folder, name);
    writeFileSync(file, bytes);
    return checkData(of(file));
  };
  const whole = readFileSync(fixture("snappy"));
  await assert.rejects(put("a.parquet", "x,y\n1,2\n"), /this is no Parquet file, whatever its name/);
  await assert.rejects(put("b.parquet", whole.subarray(0, -40)), /the Parquet file is cut short/);
  await assert.rejects(put("c.parquet", "PARE....PARE"), /the Parquet file is encrypted/);
});

test("a damaged table is refused or read, never another error, and in bounded memory", async t => {
  const folder = temporaryFolder(t);
  const draw = uniform(3);
  const names = ["snappy", "gzip", "zstd", "kinds"];
  const before = process.memoryUsage().rss;
  let refused = 0;
  for (let round = 0; round < 300; round++) {
    const bytes = readFileSync(fixture(names[round % names.length] ?? ""));
    for (let k = 1 + Math.floor(4 * draw()); k > 0; k--)
      bytes[4 + Math.floor((bytes.length - 8) * draw())] = Math.floor(256 * draw());
    const file = join(folder, "spoilt.parquet");
    writeFileSync(file, bytes);
    try {
      await checkData(of(file, { columns: ["x"] }));
    } catch (error) {
      assert.ok(error instanceof DataError, `round ${round}: ${error instanceof Error ? error.stack : ""}`);
      refused++;
    }
  }
  assert.ok(refused > 20 && refused < 300, String(refused));
  assert.ok(process.memoryUsage().rss - before < 2 ** 29);
});
