import assert from "node:assert/strict";
import { test } from "node:test";
import type { ComparedRun } from "./compare.ts";
import { applyItems } from "./compare-items.ts";

const run = (folder: string): ComparedRun => ({
  folder,
  id: folder,
  name: folder,
  parent: null,
  createdAt: "2026-11-22T09:00:00.000Z",
  seed: 1,
  state: "training",
  step: 100,
  steps: 1000,
  domain: "points",
  latentSize: 2,
  experiment: {},
  changes: [],
  samples: [0, 100],
  checkpoints: [0, 100],
  measures: [{ tag: "a", steps: Float64Array.of(0), values: Float32Array.of(1) }],
  lastEvaluation: null,
  trouble: null,
});

test("what is new is added to its run; the others stay the same objects", () => {
  const before = { runs: [run("/a"), run("/b")], folders: [], unread: [], measures: [] };
  const after = applyItems(before, [
    {
      kind: "points",
      run: "/b",
      curve: { tag: "a", steps: Float64Array.of(50), values: Float32Array.of(2) },
    },
    {
      kind: "points",
      run: "/b",
      curve: { tag: "b", steps: Float64Array.of(50), values: Float32Array.of(3) },
    },
    { kind: "steps", run: "/b", of: "checkpoints", added: [150, 50], removed: [0] },
    { kind: "changes", run: "/b", changes: [{ step: 60, key: "pairing.weight", to: 1 }] },
    {
      kind: "standing",
      run: "/b",
      standing: {
        name: "mine",
        state: "paused",
        step: 150,
        steps: 1000,
        lastEvaluation: null,
        trouble: null,
      },
    },
    { kind: "changes", run: "/gone", changes: [{ step: 1, key: "x", to: 1 }] },
  ]);
  assert.equal(after.runs[0], before.runs[0]);
  assert.deepEqual(after.runs[1], {
    ...run("/b"),
    name: "mine",
    state: "paused",
    step: 150,
    checkpoints: [50, 100, 150],
    changes: [{ step: 60, key: "pairing.weight", to: 1 }],
    measures: [
      { tag: "a", steps: Float64Array.of(0, 50), values: Float32Array.of(1, 2) },
      { tag: "b", steps: Float64Array.of(50), values: Float32Array.of(3) },
    ],
  });
});
