import assert from "node:assert/strict";
import { test } from "node:test";
import { curveCsv, curveTable } from "./curve-table.ts";
import { Series } from "./series.ts";

function curve(tag: string, steps: readonly number[], value: (step: number) => number) {
  const series = new Series();
  for (const step of steps) series.append(step, value(step));
  return { tag, series };
}
const every = (stride: number, count: number) => Array.from({ length: count }, (_, i) => i * stride);
const all = { from: 0, to: Infinity };

test("a table has a row for every recorded step, with gaps where a curve has no point", () => {
  const table = curveTable(
    [curve("a", [0, 10, 20], step => step), curve("b", [10, 15], step => -step)],
    all,
    100,
  );
  assert.deepEqual([...table.steps], [0, 10, 15, 20]);
  assert.deepEqual(table.columns, [
    { tag: "a", values: Float32Array.of(0, 10, NaN, 20) },
    { tag: "b", values: Float32Array.of(NaN, -10, -15, NaN) },
  ]);
  assert.equal(table.total, 4);
});

test("a long table is thinned evenly, ends included", () => {
  const table = curveTable(
    [curve("a", every(10, 1001), step => step), curve("b", every(2000, 6), () => 1)],
    all,
    11,
  );
  assert.deepEqual([...table.steps], every(1000, 11));
  assert.deepEqual(
    [...(table.columns[1]?.values ?? [])].map(value => !Number.isNaN(value)),
    every(1, 11).map(i => i % 2 === 0),
  );
  assert.equal(table.total, 1001);
  assert.equal(curveTable([curve("a", every(1, 5), () => 1)], all, 1).steps.length, 1);
  assert.equal(curveTable([], all, 5).steps.length, 0);
});

test("a range takes its ends in and nothing outside", () => {
  assert.deepEqual(
    [...curveTable([curve("a", every(5, 10), () => 1)], { from: 5, to: 15 }, 10).steps],
    [5, 10, 15],
  );
});

test("CSV holds every point, as float32 read back to the bit, and names that need quotes", () => {
  const value = (step: number) => Math.fround(Math.sin(step) * 10 ** ((step % 13) - 6));
  const text = [
    ...curveCsv([curve('odd "tag", one', every(1, 1300), value), curve("b", [3], () => 0.1)], all),
  ].join("");
  const [head, ...rows] = text.trimEnd().split("\n");
  assert.equal(head, 'step,"odd ""tag"", one",b');
  assert.equal(rows.length, 1300);
  rows.forEach((row, step) => {
    const [first, second, third] = row.split(",");
    assert.equal(Number(first), step);
    assert.equal(Math.fround(Number(second)), value(step));
    assert.equal(third, step === 3 ? "0.1" : "");
  });
});
