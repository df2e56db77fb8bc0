import assert from "node:assert/strict";
import { test } from "node:test";
import { initially, readArranged, type Arranged } from "./arranged.ts";

test("what was arranged comes back as it was", () => {
  const arranged: Arranged = {
    range: [10, 200],
    smoothing: 0.9,
    logValues: true,
    logSteps: true,
    filter: "loss",
    folded: ["acc"],
    pin: 50,
  };
  assert.deepEqual(readArranged(JSON.parse(JSON.stringify(arranged))), arranged);
});

test("what another version kept is as at the beginning where it does not fit", () => {
  for (const saved of [null, 3, [], "x"]) assert.deepEqual(readArranged(saved), initially);
  const wrong = { range: [5, 5], smoothing: 2, logValues: 1, filter: 7, folded: [1, "a"], pin: -1 };
  assert.deepEqual(readArranged(wrong), { ...initially, folded: ["a"] });
});
