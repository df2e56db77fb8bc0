import assert from "node:assert/strict";
import { test } from "node:test";
import { initially, readArranged, type Arranged } from "./arranged.ts";

test("what was arranged comes back; what does not fit is as at the beginning", () => {
  const kept: Arranged = {
    by: "quality/recall",
    allCharts: true,
    table: "differences",
    sort: { key: { kind: "measure", tag: "quality/recall" }, descending: true },
    paretoOnly: true,
    hidden: ["r1.gamma 0"],
    ranges: { "quality/coverage": [0.25, 1] },
    seed: 3,
    along: { axis: "pairing.weight", places: { "pairing.weight": "0.02" }, step: 2000 },
    baseline: [null, 1],
  };
  assert.deepEqual(readArranged(JSON.parse(JSON.stringify(kept))), kept);
  for (const wrong of [
    null,
    3,
    [],
    { by: 1, table: "x", sort: { key: { kind: "axis" } }, seed: "1", baseline: [-1] },
  ])
    assert.deepEqual(readArranged(wrong), initially);
  assert.deepEqual(readArranged({ ranges: { a: [0.5, 0.2], b: [0, 2], c: [0, 0.5] } }).ranges, {
    c: [0, 0.5],
  });
});
