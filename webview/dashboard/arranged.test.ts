import assert from "node:assert/strict";
import { test } from "node:test";
import { initially, readArranged } from "./arranged.ts";

test("what was arranged comes back as it was", () => {
  const arranged = {
    ...initially,
    range: [100, 900],
    smoothing: 0,
    logLoss: true,
    seeds: true,
    allKnobs: true,
    layers: { real: false, map: true, modes: false, path: true },
    pin: 300,
    path: "lerp",
    colouring: "stretch",
    axes: [3, 0],
  };
  assert.deepEqual(readArranged(JSON.parse(JSON.stringify(arranged))), arranged);
});

test("nothing, nonsense and single wrong fields are as at the beginning", () => {
  for (const odd of [undefined, null, 7, "x", [], { layers: 3, range: "all", axes: null }]) {
    assert.deepEqual(readArranged(odd), initially);
  }
  const wrong = {
    range: [5, 5],
    smoothing: 2,
    pin: -1,
    from: 1.5,
    t: Number.NaN,
    path: "arc",
    speed: 3,
    layers: { real: "no" },
  };
  assert.deepEqual(readArranged(wrong), { ...initially, pin: 0 });
});
