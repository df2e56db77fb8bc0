import assert from "node:assert/strict";
import { test } from "node:test";
import { observedRun } from "../../../test/support/observed-run.ts";
import {
  isResumable,
  rowDescription,
  rowLabel,
  rowMarks,
  rowSpoken,
  stateLooks,
  toldApart,
  trendText,
  type ListedRun,
  type ShownState,
} from "./run-row.ts";
import type { ObservedRun } from "../../runs/list.ts";
import { noNotes, type Notes } from "../../runs/notes.ts";

/** A row that stands alone in its list. */
const row = (run: ObservedRun, notes: Notes = noNotes, underParent = false): ListedRun => ({
  run,
  notes,
  underParent,
  apart: toldApart([run], () => notes)[0] ?? [],
});

const lastEvaluation = { step: 6000, values: { "quality/coverage": 0.7654 }, undefined: {} };
const nothing = { step: 6000, values: {}, undefined: { "quality/coverage": "no two outputs differ" } };

test("a row says seed, coverage now and over the run, and tags after the name", () => {
  const run = observedRun("a", { info: { seed: 3 }, status: { lastEvaluation, trend: [0, 0.5, 0.77] } });
  assert.equal(rowLabel(row(run)), "small");
  assert.equal(
    rowDescription(row(run, { ...noNotes, tags: ["demo", "paper"] })),
    "seed 3 · 0.77 ▁▅▆, demo, paper",
  );
});

test("a coverage that is undefined is said to be, and one of an early release has no step", () => {
  const undefinedNow = observedRun("a", { status: { lastEvaluation: nothing, trend: [0.5, 0.7] } });
  assert.equal(rowDescription(row(undefinedNow)), "seed 1 · coverage undefined");
  assert.match(rowSpoken(row(undefinedNow)), /coverage undefined at 6,000: no two outputs differ/);
  const early = observedRun("a", { status: { scalars: { "quality/coverage": 0.5 } } });
  assert.equal(rowDescription(row(early)), "seed 1 · 0.50");
  assert.match(rowSpoken(row(early)), /coverage 0\.50$/);
  assert.match(rowSpoken(row(observedRun("a"))), /coverage not yet measured/);
});

test("the block characters are at most eight, from the first value to the last, whatever the values", () => {
  for (let count = 0; count <= 40; count++) {
    const values = Array.from({ length: count }, (_, i) => (i === 0 ? 0 : i === count - 1 ? 1 : 0.5));
    const text = trendText({ trend: values, trendGaps: [] });
    assert.equal(text.length, Math.min(8, count));
    if (count > 1) assert.match(text, /^▁.*█$/);
  }
  assert.equal(trendText({ trend: [-3, 2], trendGaps: [] }), "▁█");
});

test("where coverage was undefined in between, the blocks are set apart", () => {
  assert.equal(trendText({ trend: [0, 0.5, 1], trendGaps: [2] }), "▁▅ █");
  const many = Array.from({ length: 16 }, () => 0.5);
  for (let gap = 1; gap < 16; gap++)
    assert.match(trendText({ trend: many, trendGaps: [gap] }), /^(?=.{9}$)▅+ ▅+$/);
});

test("a row says what is special about its state, and screen readers hear the state itself", () => {
  const text = (state: ShownState, status = {}) =>
    rowDescription(row(observedRun("a", { state, status: { step: 5310, ...status } })));
  assert.equal(text("queued"), "seed 1 · queued");
  assert.equal(text("lost"), "seed 1 · lost at 5,310");
  assert.equal(text("failed"), "seed 1 · failed at 5,310");
  assert.equal(text("failed", { failure: "not finite" }), "seed 1 · not finite at 5,310");
  assert.equal(
    rowSpoken(
      row(observedRun("a", { status: { lastEvaluation } }), { ...noNotes, star: true, tags: ["demo"] }),
    ),
    "small, seed 1, Training, coverage 0.77 at 6,000, tag demo, starred",
  );
});

test("a branch under its parent is called by what tells it apart, unless it was given a name", () => {
  const run = observedRun("b", { info: { parent: { id: "a", step: 3000 } } });
  assert.equal(rowLabel(row(run, noNotes, true)), "branch @3,000");
  assert.equal(rowLabel(row(run)), "small");
  const mine = { ...noNotes, name: "mine" };
  assert.equal(rowLabel(row(run, mine, true)), "mine");
  assert.equal(rowDescription(row(run, noNotes, true)), "seed 1");
  assert.equal(rowDescription(row(run, mine, true)), "branch @3,000 · seed 1");
  assert.equal(rowDescription(row(run)), "branch @3,000 · seed 1");
});

test("rows that differ say first in what", () => {
  const runs = [0, 0.02].map((value, i) =>
    observedRun(`w${value}`, {
      settings: [{ key: "pairing.weight", value }],
      info: { seed: i + 1, trial: { id: "t", key: "pairing.weight", value, baseline: 0, until: 10 } },
    }),
  );
  const apart = toldApart(runs, () => noNotes);
  const descriptions = runs.map((run, i) =>
    rowDescription({ run, notes: noNotes, apart: apart[i] ?? [], underParent: false }),
  );
  assert.deepEqual(descriptions, ["w 0 · s1", "w 0.02 · s2"]);
});

test("only what can go on is resumable: paused, lost, queued, stopped early, failed but finite", () => {
  const resumable = (state: ShownState, status = {}) => isResumable(observedRun("a", { state, status }));
  assert.deepEqual(
    (Object.keys(stateLooks) as ShownState[]).filter(state => resumable(state)),
    ["queued", "paused", "stopped", "failed", "lost"],
  );
  assert.ok(!resumable("stopped", { step: 100 }));
  assert.ok(!resumable("failed", { failure: "not finite" }));
});

test("menus tell rows apart by marks: what trains cannot go to the bin, and each mark is one word", () => {
  const marks = (state: ShownState) => rowMarks(observedRun("a", { state }), noNotes).split(" ");
  for (const mark of ["own", "pausable", "saving", "stoppable", "weighed"])
    assert.ok(marks("training").includes(mark), mark);
  assert.ok(!marks("training").includes("ended"));
  assert.ok(marks("lost").includes("ended"));
  assert.ok(marks("done").includes("plain"));
  assert.ok(!marks("done").includes("resumable"));
  assert.ok(marks("done").includes("extendable"));
  assert.ok(!marks("failed").includes("extendable"));
});

test("of another trainer's run menus offer what that trainer answers to, and nothing that only ours does", () => {
  const knob = { title: "", value: 1, default: 1, minimum: 0, maximum: 2 };
  const run = (state: ShownState, knobs = {}) =>
    observedRun("a", {
      state,
      info: { trainer: { name: "PyTorch", can: ["set", "pause", "stop"] } },
      status: { step: 40, knobs },
    });
  const marks = (state: ShownState, knobs?: object) => rowMarks(run(state, knobs), noNotes).split(" ");
  assert.deepEqual(marks("training"), ["run", "folder", "training", "plain", "pausable", "stoppable"]);
  assert.ok(marks("training", { "pairing.weight": knob }).includes("weighed"));
  assert.ok(marks("paused").includes("resumable"));
  for (const state of ["lost", "stopped", "done"] as const)
    for (const mark of ["own", "resumable", "extendable"])
      assert.ok(!marks(state).includes(mark), `${state} ${mark}`);
});
