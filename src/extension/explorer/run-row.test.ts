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
  trendText,
  type ShownState,
} from "./run-row.ts";
import { noNotes } from "../../runs/notes.ts";

const lastEvaluation = { step: 6000, values: { "quality/coverage": 0.7654 }, undefined: {} };
const nothing = { step: 6000, values: {}, undefined: { "quality/coverage": "no two outputs differ" } };

test("a row says seed, coverage now and over the run, and tags after the name", () => {
  const run = observedRun("a", { info: { seed: 3 }, status: { lastEvaluation, trend: [0, 0.5, 0.77] } });
  assert.equal(rowLabel(run, noNotes, false), "small");
  assert.equal(
    rowDescription(run, { ...noNotes, tags: ["demo", "paper"] }),
    "seed 3 · 0.77 ▁▅▆, demo, paper",
  );
});

test("a coverage that is undefined is said to be, and one of an early release has no step", () => {
  const undefinedNow = observedRun("a", { status: { lastEvaluation: nothing, trend: [0.5, 0.7] } });
  assert.equal(rowDescription(undefinedNow, noNotes), "seed 1 · coverage undefined");
  assert.match(rowSpoken(undefinedNow, noNotes, false), /coverage undefined at 6,000: no two outputs differ/);
  const early = observedRun("a", { status: { scalars: { "quality/coverage": 0.5 } } });
  assert.equal(rowDescription(early, noNotes), "seed 1 · 0.50");
  assert.match(rowSpoken(early, noNotes, false), /coverage 0\.50$/);
  assert.match(rowSpoken(observedRun("a"), noNotes, false), /coverage not yet measured/);
});

test("the block characters are at most eight, from the first value to the last, whatever the values", () => {
  for (let count = 0; count <= 40; count++) {
    const values = Array.from({ length: count }, (_, i) => (i === 0 ? 0 : i === count - 1 ? 1 : 0.5));
    const text = trendText(values);
    assert.equal(text.length, Math.min(8, count));
    if (count > 1) assert.match(text, /^▁.*█$/);
  }
  assert.equal(trendText([-3, 2]), "▁█");
});

test("a row says what is special about its state, and screen readers hear the state itself", () => {
  const text = (state: ShownState, status = {}) =>
    rowDescription(observedRun("a", { state, status: { step: 5310, ...status } }), noNotes);
  assert.equal(text("queued"), "seed 1 · queued");
  assert.equal(text("lost"), "seed 1 · lost at 5,310");
  assert.equal(text("failed"), "seed 1 · failed at 5,310");
  assert.equal(text("failed", { failure: "not finite" }), "seed 1 · not finite at 5,310");
  assert.equal(
    rowSpoken(
      observedRun("a", { status: { lastEvaluation } }),
      { ...noNotes, star: true, tags: ["demo"] },
      false,
    ),
    "small, seed 1, Training, coverage 0.77 at 6,000, tag demo, starred",
  );
});

test("a branch under its parent is called by where it began, unless it was given a name", () => {
  const run = observedRun("b", { info: { parent: { id: "a", step: 3000 } } });
  assert.equal(rowLabel(run, noNotes, true), "branch at 3,000");
  assert.equal(rowLabel(run, noNotes, false), "small");
  assert.equal(rowLabel(run, { ...noNotes, name: "mine" }, true), "mine");
});

test("where a branch began is said once: by its name under its parent, else behind it", () => {
  const run = observedRun("b", { info: { parent: { id: "a", step: 3000 } } });
  assert.equal(rowDescription(run, noNotes, true), "seed 1");
  assert.equal(rowDescription(run, { ...noNotes, name: "mine" }, true), "seed 1 · branch at 3,000");
  assert.equal(rowDescription(run, noNotes, false), "seed 1 · branch at 3,000");
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
  assert.ok(marks("training").includes("live"));
  assert.ok(!marks("training").includes("ended"));
  assert.ok(marks("lost").includes("ended"));
  assert.ok(marks("done").includes("plain"));
  assert.ok(!marks("done").includes("resumable"));
});
