import assert from "node:assert/strict";
import { test } from "node:test";
import type { TableCell, TableRow } from "../../src/protocol/table.ts";
import { readArranged } from "./arranged.ts";
import { sortRows } from "./sort-rows.ts";

const row = (name: string, createdAt: string, cell: TableCell): TableRow => ({
  key: `/r/${name}`,
  name,
  seeds: "1",
  state: "done",
  star: false,
  noBranch: null,
  createdAt,
  runs: [`/r/${name}`],
  cells: [cell],
});
const measured = (value: number): TableCell => ({ kind: "measured", value, step: 10 });
const rows = [
  row("run 10", "2026-01-01", measured(0.5)),
  row("run 2", "2026-01-03", { kind: "undefined", reason: "collapsed", step: 10 }),
  row("b", "2026-01-02", measured(0.9)),
  row("a", "2026-01-04", measured(0.5)),
];
const names = (key: string | null, descending = false) =>
  sortRows(rows, ["c"], key === null ? null : { key, descending }).map(({ name }) => name);

test("rows come newest first, or by a column; what is undefined comes last either way, the newest first among equals", () => {
  assert.deepEqual(names(null), ["a", "run 2", "b", "run 10"]);
  assert.deepEqual(names("c"), ["a", "run 10", "b", "run 2"]);
  assert.deepEqual(names("c", true), ["b", "a", "run 10", "run 2"]);
  assert.deepEqual(names("name"), ["a", "b", "run 2", "run 10"]);
  // A column that is not shown any more.
  assert.deepEqual(names("gone"), names(null));
});

test("what was arranged is read again; of anything else, what fits", () => {
  const wish = { columns: ["c"], filter: "ring", together: true };
  const arranged = { wish, sort: { key: "c", descending: true } };
  assert.deepEqual(readArranged(structuredClone(arranged)), arranged);
  const nothing = { wish: null, sort: null };
  for (const saved of [null, 1, {}, { wish: { columns: 1 }, sort: "c" }, { wish: 2, sort: { key: 1 } }])
    assert.deepEqual(readArranged(saved), nothing);
});
