import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { temporaryFolder } from "../../test/support/run-folder.ts";
import { DataError } from "./data-error.ts";
import { checkData, openDataset } from "./open-dataset.ts";
import { readingText } from "./reading.ts";

const table = (labels: string, columns: readonly string[] = []) => ({
  kind: "csv" as const,
  columns: [...columns],
  labels,
  separator: "auto" as const,
  normalize: false,
});

const rows = (label: (i: number) => string) =>
  ["x,y,class", ...Array.from({ length: 40 }, (_, i) => `${i / 8},${(i * i) / 16},${label(i)}`)].join("\n");

test("a column of labels is no dimension; numbers are in their order, each row keeps its own", async t => {
  const file = join(temporaryFolder(t), "t.csv");
  writeFileSync(
    file,
    rows(i => String([10, 9, 100][i % 3] ?? 0)),
  );
  for (const labels of ["class", "2"]) {
    const dataset = await openDataset({ ...table(labels), file });
    const { classes, examples, reading } = dataset;
    assert.deepEqual(dataset.sampleShape, [2]);
    assert.deepEqual(
      [0, 1, 2].map(i => classes?.nameOf(i)),
      ["9", "10", "100"],
    );
    assert.ok(Math.abs([...(classes?.weights ?? [])].reduce((a, b) => a + b) - 1) < 1e-12);
    assert.match(reading?.taken ?? "", /^40 points of 2 dimensions \(x, y\) in 3 classes \(9, 10, 100\)$/);
    const point = new Float32Array(2);
    for (let i = 0; i < (examples?.count ?? 0); i++) {
      examples?.fill(i, point, 0);
      const row = 8 * (point[0] ?? NaN);
      assert.equal(classes?.nameOf(examples?.labelOf(i) ?? -1), String([10, 9, 100][row % 3]));
    }
    const heldOut = dataset.heldOut(100);
    for (let i = 0; i < heldOut.length / 2; i++)
      assert.equal(
        classes?.nameOf(examples?.heldOutLabelOf(i) ?? -1),
        String([10, 9, 100][(8 * (heldOut[2 * i] ?? NaN)) % 3]),
      );
  }
});

test("labels that are numbers are classes by their value, and that is said; others by their text", async t => {
  const file = join(temporaryFolder(t), "t.csv");
  const read = async (...labels: readonly string[]) => {
    writeFileSync(file, rows(i => labels[i % labels.length] ?? "").replaceAll(",", ";"));
    return readingText((await openDataset({ ...table("class"), file })).reading ?? { taken: "", asides: [] });
  };
  assert.match(
    await read("1.0", "2", "1", "+2.0", "10"),
    /in 3 classes \(1, 2, 10\).*; labels are numbers: 1, 1\.0 are one class, 2, \+2\.0 are one class$/,
  );
  const text = await read("1", "1.0", "one");
  assert.match(text, /in 3 classes \(1, 1\.0, one\)$/);
  assert.match(await read("0x1", "1"), /in 2 classes \(0x1, 1\)$/);
  writeFileSync(
    file,
    ["x;class", ...Array.from({ length: 40 }, (_, i) => `${i},5;${["1,0", "1", "2"][i % 3]}`)].join("\n"),
  );
  const { classes, examples } = await openDataset({ ...table("class"), file });
  assert.deepEqual([classes?.nameOf(0), classes?.nameOf(1)], ["1", "2"]);
  const point = new Float32Array(1);
  for (let i = 0; i < (examples?.count ?? 0); i++) {
    examples?.fill(i, point, 0);
    const row = (point[0] ?? NaN) - 0.5;
    assert.equal(examples?.labelOf(i), row % 3 === 2 ? 1 : 0);
  }
});

test("labels that are none are refused by line and column", async t => {
  const file = join(temporaryFolder(t), "t.csv");
  const refused = async (text: string, labels: string, why: RegExp, columns?: string[]) => {
    writeFileSync(file, text);
    await assert.rejects(openDataset({ ...table(labels, columns), file }), error => {
      assert.ok(error instanceof DataError);
      assert.match(error.message, why);
      return true;
    });
  };
  const ab = (i: number) => (i % 2 === 0 ? "a" : "b");
  await refused(rows(ab), "clas", /there is no column "clas".*class/);
  await refused(rows(ab), "x", /both in "columns" and "labels"/, ["x", "y"]);
  await refused(
    rows(() => "a"),
    "class",
    /every row has the same label, "a"/,
  );
  await refused(
    rows(i => (i === 7 ? "" : ab(i))),
    "class",
    /the label in column "class" is missing/,
  );
  const many = ["x,class", ...Array.from({ length: 1200 }, (_, i) => `${i / 8},k${i}`)].join("\n");
  await refused(many, "class", /more than 1000 different texts, which are no classes/);
});

test("sub-folders are classes where they must be, or pictures outside of them are refused by name", async t => {
  const folder = temporaryFolder(t);
  const data = { kind: "images", folder, size: 28, channels: 1 } as const;
  const put = (name: string) => {
    writeFileSync(join(folder, name), Buffer.from("\u0089PNG\r\n", "latin1"));
  };
  for (const name of ["a", "b"]) mkdirSync(join(folder, name));
  for (let i = 0; i < 12; i++) put(`${i % 2 === 0 ? "a" : "b"}/${i}.png`);
  const taken = async (labels: "auto" | "folders" | "none") =>
    (await checkData({ ...data, labels })).reading?.taken;
  assert.match((await taken("folders")) ?? "", /2 classes \(a, b\)/);
  assert.match((await taken("auto")) ?? "", /2 classes/);
  assert.doesNotMatch((await taken("none")) ?? "", /class/);
  put("loose.png");
  assert.doesNotMatch((await taken("auto")) ?? "", /class/);
  await assert.rejects(taken("folders"), /the picture loose.png lies in no sub-folder/);
});
