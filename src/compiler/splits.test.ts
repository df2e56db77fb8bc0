import assert from "node:assert/strict";
import { test } from "node:test";
import { Graph, inOrder } from "./graph.ts";
import type { Node } from "./graph.ts";
import { binary, slice } from "./operators.ts";
import { findSplits } from "./splits.ts";

const g = new Graph();
const v = g.input("v", [10]);
const part = (begin: number, size: number) => slice(g, v, [begin], [size]);
const splitsOf = (...nodes: Node[]) => findSplits(inOrder(nodes));

test("slices that cover a tensor are one split", () => {
  const parts = [part(6, 4), part(0, 2), part(2, 4)];
  const split = splitsOf(...parts).get(part(0, 2));
  assert.deepEqual(
    split?.parts.map(p => p.node),
    [part(0, 2), part(2, 4), part(6, 4)],
  );
});

test("what nobody uses is a part without a node", () => {
  const split = splitsOf(part(1, 2), part(5, 3)).get(part(1, 2));
  assert.deepEqual(
    split?.parts.map(p => [p.node, p.size]),
    [
      [undefined, 1],
      [part(1, 2), 2],
      [undefined, 2],
      [part(5, 3), 3],
      [undefined, 2],
    ],
  );
});

test("slices of less than half of a tensor stay slices", () => {
  assert.equal(splitsOf(part(1, 2), part(5, 3)).size, 2);
  assert.equal(splitsOf(part(1, 2), part(5, 2)).size, 0);
});

test("one slice, overlapping slices and slices along different axes stay slices", () => {
  assert.equal(splitsOf(part(0, 2)).size, 0);
  assert.equal(splitsOf(part(0, 5), part(4, 6)).size, 0);
  const m = g.input("m", [4, 4]);
  assert.equal(splitsOf(slice(g, m, [0, 0], [2, 4]), slice(g, m, [0, 0], [4, 2])).size, 0);
  assert.equal(splitsOf(binary(g, "Add", v, v)).size, 0);
});
