import assert from "node:assert/strict";
import { test } from "node:test";
import { cellOf, partsOf, rowsOfPart, sharesOfParts } from "./parts.ts";

const modes = {
  count: 2,
  centers: new Float64Array(4),
  std: new Float64Array(2),
  weights: Float64Array.of(0.5, 0.5),
};
const classes = {
  names: ["cat", "dog"],
  weights: Float64Array.of(0.25, 0.75),
  of: Uint16Array.of(0, 1),
  unsure: null,
};

test("modes are numbered from 1, classes have their names, and what is not told has no parts", () => {
  const [ofModes, ofClasses] = [partsOf({ modes, classes: null }), partsOf({ modes: null, classes })];
  assert.deepEqual([ofModes?.kind, ofModes?.nameOf(1)], ["mode", "2"]);
  assert.deepEqual([ofClasses?.kind, ofClasses?.nameOf(1)], ["class", "dog"]);
  assert.deepEqual(
    [ofModes, ofClasses].map(parts => parts && cellOf(parts, 1)),
    [2, "dog"],
  );
  assert.equal(partsOf({ modes: null, classes: { ...classes, unsure: "guessed" } }), null);
  assert.equal(partsOf({ modes: null, classes: null }), null);
});

test("a part has its own rows, and its share of all", () => {
  const of = Uint16Array.of(1, 0, 1, 2);
  const cloud = { rows: 4, dims: 2, data: Float32Array.of(0, 1, 2, 3, 4, 5, 6, 7) };
  assert.deepEqual(rowsOfPart(cloud, of, 1), { rows: 2, dims: 2, data: Float32Array.of(0, 1, 4, 5) });
  assert.deepEqual(rowsOfPart(cloud, of, 3).rows, 0);
  assert.deepEqual(sharesOfParts(of, 4), Float64Array.of(0.25, 0.5, 0.25, 0));
});
