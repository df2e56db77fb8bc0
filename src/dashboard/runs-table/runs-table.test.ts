import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import {
  newBranch,
  newRun,
  smallExperiment,
  statusOf,
  temporaryFolder,
} from "../../../test/support/run-folder.ts";
import { until } from "../../../test/support/until.ts";
import { keptIn } from "../../protocol/page-protocol.ts";
import { tablePage } from "../../protocol/table-page.ts";
import type { TableCell, TablePacket, TableUpdate } from "../../protocol/table.ts";
import type { ObservedRun } from "../../runs/list.ts";
import { changeNotes, noNotes } from "../../runs/notes.ts";
import { RunIndex } from "../../runs/run-index.ts";
import { meanInterval } from "../../statistics/mean-interval.ts";
import { TableFeed } from "./table-feed.ts";
import { groupKeyOf, groupRow, rowOf } from "./table-rows.ts";
import { tableText } from "./table-text.ts";

const coverage = "quality/coverage";
const columns = [`measure:${coverage}`, "setting:pairing.weight", "run:tags", "scalar:loss/generator"];

/** A run of an experiment whose last evaluation was at a step, with a value or the reason why it has none. */
function runOf(
  seed: number,
  step: number,
  measured: number | string,
  { weight = 0.02, folder = `/r/${seed}` }: { readonly weight?: number; readonly folder?: string } = {},
): ObservedRun {
  const settings = [
    { key: "seed", value: seed },
    { key: "pairing.weight", value: weight },
  ];
  const experiment = smallExperiment(settings);
  const isValue = typeof measured === "number";
  const lastEvaluation = {
    step,
    values: isValue ? { [coverage]: measured } : {},
    undefined: isValue ? {} : { [coverage]: measured },
  };
  return {
    folder,
    state: "done",
    info: {
      id: folder,
      name: "small",
      experiment,
      seed,
      parent: null,
      createdAt: `2026-01-0${seed}`,
      device: "cpu",
    },
    status: { ...statusOf(step, { lastEvaluation, scalars: { "loss/generator": seed } }), pid: null },
  } as unknown as ObservedRun; // what a table asks of it
}
const entryOf = (run: ObservedRun) => {
  const entry = { run, notes: noNotes };
  return { ...entry, row: rowOf(entry, columns) };
};

test("a cell says of which step a measure is, and that and why it is undefined; what a run has not is nothing", () => {
  assert.deepEqual(rowOf(entryOf(runOf(1, 50, 0.5)), [...columns, "run:nothing", "x"]).cells, [
    { kind: "measured", value: 0.5, step: 50 },
    { kind: "number", value: 0.02 },
    { kind: "none" },
    { kind: "number", value: 1 },
    { kind: "none" },
    { kind: "none" },
  ]);
  const [cell] = rowOf(entryOf(runOf(1, 50, "no two outputs differ")), columns).cells;
  assert.deepEqual(cell, { kind: "undefined", reason: "no two outputs differ", step: 50 });
});

test("a run of another trainer says why nothing is branched from it", () => {
  const run = runOf(1, 50, 0.5);
  const trainer = { name: "PyTorch", can: [] };
  const others = { ...run, info: { ...run.info, trainer } };
  assert.equal(rowOf(entryOf(run), columns).noBranch, null);
  assert.equal(rowOf(entryOf(others), columns).noBranch, "PyTorch trains this run, not Pairing Lab");
});

test("seeds together: the mean at the newest step alone, with its interval and number; one seed has none", () => {
  const cellOf = (...runs: ObservedRun[]): TableCell | undefined =>
    groupRow("g", runs.map(entryOf))?.cells[0];
  const interval = meanInterval([0.5, 0.6, 0.7]);
  assert.deepEqual(cellOf(runOf(1, 50, 0.5), runOf(2, 50, 0.6), runOf(3, 50, 0.7)), {
    kind: "mean",
    mean: interval?.mean,
    halfWidth: interval?.halfWidth,
    count: 3,
    undefined: 0,
    step: 50,
  });
  const one = { kind: "mean", mean: 0.5, halfWidth: null, count: 1, undefined: 0, step: 50 };
  assert.deepEqual(cellOf(runOf(1, 50, 0.5)), one);
  // Another step is no seed of this mean.
  assert.deepEqual(cellOf(runOf(1, 50, 0.5), runOf(2, 40, 0.9)), one);
  assert.deepEqual(cellOf(runOf(1, 50, 0.5), runOf(2, 50, "collapsed")), { ...one, undefined: 1 });
  assert.deepEqual(cellOf(runOf(1, 50, "collapsed")), { ...one, mean: null, count: 0, undefined: 1 });
  // The same seed trained again is no other seed.
  assert.deepEqual(cellOf(runOf(1, 50, 0.5), runOf(1, 50, 0.9, { folder: "/r/again" })), one);
});

test("a setting that all seeds share stands as it is; runs belong together where only the seed differs", () => {
  const runs = [runOf(1, 50, 0.5), runOf(2, 50, 0.6)];
  const row = groupRow("g", runs.map(entryOf));
  assert.deepEqual(
    [row?.cells[1], row?.seeds, row?.runs],
    [{ kind: "number", value: 0.02 }, "2 seeds", ["/r/1", "/r/2"]],
  );
  const [a, b] = runs.map(({ info }) => groupKeyOf(info));
  assert.equal(a, b);
  assert.notEqual(a, groupKeyOf(runOf(2, 50, 0.6, { weight: 0 }).info));
});

test("the table as CSV and as LaTeX: values in full with their steps, others' text as text", () => {
  const facts = { description: "", differs: true };
  const shown = [
    { ...facts, key: columns[0] ?? "", group: "Measure", title: "Coverage", numeric: true },
    { ...facts, key: "run:tags", group: "Run", title: "Tags", numeric: false },
  ] as const;
  const row = {
    key: "/r/1",
    name: "=a_b",
    seeds: "1",
    state: "done",
    star: false,
    noBranch: null,
    createdAt: "",
    runs: ["/r/1"],
    cells: [
      { kind: "measured", value: 1 / 3, step: 50 },
      { kind: "text", text: "50 % & more" },
    ],
  } as const;
  const table = { columns: shown, together: false, rows: [row] };
  assert.equal(
    tableText(table, "csv"),
    `name,seed,state,Coverage,Coverage: step,Tags,folder\n'=a_b,1,done,${1 / 3},50,50 % & more,/r/1\n`,
  );
  assert.match(tableText(table, "tex"), /^ {2}=a\\_b & 1 & \$0\.333\$ & 50 \\% \\& more \\\\$/m);
  const mean = { kind: "mean", mean: 0.5, halfWidth: 0.1, count: 3, undefined: 1, step: 50 } as const;
  const groups = {
    ...table,
    together: true,
    rows: [{ ...row, seeds: "4 seeds", cells: [mean, { kind: "none" }] }],
  } as const;
  assert.match(tableText(groups, "csv"), /,0\.5,0\.1,3,1,50,,/);
  assert.match(tableText(groups, "tex"), /& 4 & \$0\.500 \\pm 0\.10\$ \(1 undefined\) & -- /);
});

async function feedFor(
  t: TestContext,
  parse: (filter: string) => (() => boolean) | string = () => () => true,
) {
  const folder = temporaryFolder(t);
  const runs = [
    await newRun(folder, [{ key: "seed", value: 1 }]),
    await newRun(folder, [{ key: "seed", value: 2 }]),
  ];
  const index = new RunIndex([folder]);
  const updates: TableUpdate[] = [];
  const feed = new TableFeed({ index, parse, post: update => updates.push(update) });
  t.after(() => {
    feed.close();
    index.dispose();
  });
  return { folder, runs, index, updates, feed };
}

test("a page is sent every row, then those that changed; what it is sent has the shape it checks", async t => {
  const { folder, runs, index, updates, feed } = await feedFor(t);
  await feed.start({ columns: ["run:tags", "setting:seed"], filter: "", together: false });
  const [first] = updates;
  assert.ok(first?.kind === "snapshot");
  const packet: TablePacket = { kind: "table", update: first };
  assert.deepEqual(tablePage.read(structuredClone(packet)), packet);
  assert.deepEqual(first.state.rows.map(({ key }) => key).sort(), [...runs].sort());
  const { offered } = first.state.head;
  const differing = offered.filter(({ group, differs }) => group === "Setting" && differs);
  assert.deepEqual(
    differing.map(({ title }) => title),
    ["seed"],
  );
  const [one = ""] = runs;
  changeNotes(one, { what: "tags", add: ["good"], remove: [] });
  const branch = await newBranch(folder, one, 10);
  await index.refresh();
  await until("the change is told", () => updates.length > 1);
  const told = updates.slice(1).flatMap(update => (update.kind === "append" ? update.items : []));
  const rows = told.flatMap(item => (item.kind === "row" ? [item.row] : []));
  assert.deepEqual(rows.map(({ key }) => key).sort(), [one, branch].sort());
  assert.deepEqual(rows.find(({ key }) => key === one)?.cells[0], { kind: "text", text: "good" });
  assert.deepEqual(
    feed.shown([branch, one, "/gone"]).rows.map(({ key }) => key),
    [branch, one],
  );
});

test("seeds are one row where that is wished; a filter that cannot be read is said and hides nothing", async t => {
  const { updates, feed } = await feedFor(t, filter =>
    filter === "no" ? () => false : filter === "?" ? "not so" : () => true,
  );
  const stateOf = async (filter: string, together: boolean) => {
    await feed.start({ columns: [], filter, together });
    const last = updates.at(-1);
    assert.ok(last?.kind === "snapshot");
    return last.state;
  };
  const together = await stateOf("", true);
  assert.deepEqual(
    together.rows.map(({ seeds }) => seeds),
    ["2 seeds"],
  );
  const none = await stateOf("no", false);
  assert.deepEqual([none.rows.length, none.head.runs, none.head.shown], [0, 2, 0]);
  const wrong = await stateOf("?", false);
  assert.deepEqual([wrong.rows.length, wrong.head.problem], [2, "not so"]);
  assert.deepEqual(keptIn(tablePage, { ui: 1 }), { ui: 1 });
});
