import assert from "node:assert/strict";
import { test } from "node:test";
import { observedRun } from "../../../test/support/observed-run.ts";
import type { ObservedRun, RunListing } from "../../runs/list.ts";
import { arrange, type Arrangement } from "./arrange.ts";

import type { Row } from "./tree-node.ts";
import { noNotes } from "../../runs/notes.ts";

const listing = (run: ObservedRun): RunListing => ({ kind: "run", ...run });
const named = (id: string, name: string, changes: Parameters<typeof observedRun>[1] = {}) =>
  observedRun(id, { ...changes, settings: [{ key: "name", value: name }] });

function shown(runs: readonly RunListing[], changes: Partial<Arrangement> = {}): string[] {
  const rows = arrange({
    listings: runs,
    notesOf: () => noNotes,
    originOf: ({ info }) => ({ key: info.experiment.name, file: null }),
    shows: () => true,
    sort: "newest",
    most: () => 100,
    ...changes,
  });
  const lines: string[] = [];
  const visit = (row: Row, depth: number): void => {
    const text =
      row.kind === "run"
        ? row.run.info.id
        : row.kind === "broken"
          ? `broken ${row.reason}`
          : row.kind === "more"
            ? `${row.hidden} more`
            : "count" in row
              ? `${row.name} (${row.count})`
              : row.name;
    lines.push("  ".repeat(depth) + text);
    for (const child of row.children) visit(child, depth + 1);
  };
  for (const row of rows) visit(row, 0);
  return lines;
}

const branch = (id: string, parent: string) =>
  observedRun(id, { info: { parent: { id: parent, step: 10 } } });

test("runs stand under their experiment, sweeps before them, branches under the run they began from", () => {
  const sweep = { name: "weights", point: {}, seed: 1 };
  const runs = [
    branch("c", "b"),
    branch("b", "a"),
    observedRun("a"),
    observedRun("s", { info: { sweep }, state: "done" }),
    named("m", "moons"),
  ];
  assert.deepEqual(shown(runs.map(listing)), [
    "small (4 runs)",
    "  weights (1 of 1)",
    "    s",
    "  a",
    "    b",
    "      c",
    "moons (1 run)",
    "  m",
  ]);
});

test("sweeps of one name in two folders are two rows; one that somebody trains says so", () => {
  const sweep = { name: "weights", point: {}, seed: 1 };
  const inFolder = (folder: string, id: string): RunListing => ({
    ...listing(observedRun(id, { info: { sweep }, state: "done" })),
    folder: `/runs/${folder}/${id}`,
  });
  const runs = [inFolder("weights", "a"), inFolder("weights-2", "b"), inFolder("weights", "c")];
  assert.deepEqual(shown(runs, { isSweeping: folder => folder === "/runs/weights-2" }), [
    "small (3 runs)",
    "  weights (2 of 2)",
    "    a",
    "    c",
    "  weights (1 of 1, training)",
    "    b",
  ]);
});

test("a sweep is counted over the runs that it is to have, as in its report; with a filter over what is shown", () => {
  const sweep = { name: "weights", point: {}, seed: 1 };
  const runs = ["a", "b", "c"].map((id, i): RunListing => ({
    ...listing(observedRun(id, { info: { sweep }, state: i === 0 ? "done" : "training" })),
    folder: `/runs/weights/${id}`,
  }));
  const plannedIn = (folder: string) => (folder === "/runs/weights" ? 20 : null);
  assert.equal(shown(runs, { plannedIn })[1], "  weights (1 of 20)");
  const shows = ({ info }: ObservedRun) => info.id !== "c";
  assert.equal(shown(runs, { plannedIn, shows })[1], "  weights (1 of 2)");
});

test("every run has one row, whatever its parent is said to be", () => {
  const runs = [branch("a", "b"), branch("b", "a"), branch("c", "c"), branch("d", "gone"), branch("e", "b")];
  const lines = shown(runs.map(listing)).map(line => line.trim());
  assert.deepEqual(lines.slice(1).sort(), ["a", "b", "c", "d", "e"]);
});

test("a filter counts what it hides; a branch whose parent is hidden stands by itself", () => {
  const runs = [branch("b", "a"), observedRun("a"), named("m", "moons")];
  assert.deepEqual(shown(runs.map(listing), { shows: run => run.info.id === "b" }), [
    "small (1 of 2)",
    "  b",
  ]);
});

test("sorting: by coverage the best first, then the undefined, the unmeasured last; equals stay newest first", () => {
  const evaluated = (id: string, values: Record<string, number>, without: Record<string, string> = {}) =>
    listing(observedRun(id, { status: { lastEvaluation: { step: 30, values, undefined: without } } }));
  const measured = (id: string, coverage: number) => evaluated(id, { "quality/coverage": coverage });
  const collapsed = evaluated("e", {}, { "quality/coverage": "no two outputs differ" });
  const runs = [listing(observedRun("a")), collapsed, measured("b", 0), measured("c", 0.9), measured("d", 0)];
  assert.deepEqual(shown(runs, { sort: "coverage" }).slice(1), ["  c", "  b", "  d", "  e", "  a"]);
  const states = [
    listing(observedRun("x", { state: "done" })),
    listing(observedRun("y", { state: "training" })),
  ];
  assert.deepEqual(shown(states, { sort: "state" }).slice(1), ["  y", "  x"]);
});

test("of many runs some are shown and the rest is a row that says how many", () => {
  const runs = Array.from({ length: 5 }, (_, i) => listing(observedRun(`r${i}`)));
  assert.deepEqual(shown(runs, { most: () => 2 }), ["small (5 runs)", "  r0", "  r1", "  3 more"]);
});

test("a folder that cannot be read is listed with the reason, without its path again", () => {
  const broken: RunListing = {
    kind: "broken",
    folder: "/runs/x",
    reason: "/runs/x/run.json: there is no such file.",
  };
  assert.deepEqual(shown([broken]), ["broken run.json: there is no such file."]);
});

test("runs stand under their own file; where two rows have one name, each knows that it is not alone", () => {
  const files: Readonly<Record<string, string>> = { a: "/w/ring/base.gan.json", b: "/w/grid/base.gan.json" };
  const rows = arrange({
    listings: ["a", "b", "c"].map(id => listing(named(id, "base"))),
    notesOf: () => noNotes,
    originOf: ({ info: { id } }) => {
      const path = files[id];
      return path === undefined ? { key: "base", file: null } : { key: path, file: { path } };
    },
    shows: () => true,
    sort: "newest",
    most: () => 100,
  });
  const told = rows.map(row => row.kind === "experiment" && [row.name, row.file, row.alone, row.count]);
  assert.deepEqual(told, [
    ["base.gan.json", "/w/ring/base.gan.json", false, "1 run"],
    ["base.gan.json", "/w/grid/base.gan.json", false, "1 run"],
    ["base", null, true, "1 run"],
  ]);
});
