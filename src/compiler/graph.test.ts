import assert from "node:assert/strict";
import { test } from "node:test";
import { Graph, inOrder } from "./graph.ts";
import { binary, reshape, unary } from "./operators.ts";

test("equal nodes are one object, other nodes are not", () => {
  const g = new Graph();
  const [x, y] = [g.input("x", [2]), g.input("y", [2])];
  assert.equal(binary(g, "Add", x, y), binary(g, "Add", x, y));
  assert.notEqual(binary(g, "Add", x, y), binary(g, "Add", y, x));
  assert.notEqual(binary(g, "Add", x, y), binary(g, "Sub", x, y));
  assert.notEqual(reshape(g, x, [2, 1]), reshape(g, x, [1, 2]));
  assert.notEqual(unary(g, "LeakyRelu", x, { alpha: 0.1 }), unary(g, "LeakyRelu", x, { alpha: 0.2 }));
});

test("numbers are rounded to float32, and 0 is not -0", () => {
  const g = new Graph();
  assert.equal(g.uniform(0.1), g.uniform(Math.fround(0.1)));
  assert.notEqual(g.uniform(0), g.uniform(-0));
});

test("constants of one value are uniform, others compare by content", () => {
  const g = new Graph();
  assert.equal(g.constant(Float32Array.of(2, 2), [2]), g.uniform(2, [2]));
  assert.equal(g.constant(Float32Array.of(1, 2), [2]), g.constant(Float32Array.of(1, 2), [2]));
  assert.notEqual(g.constant(Float32Array.of(1, 2), [2]), g.constant(Float32Array.of(1, 2), [2, 1]));
  assert.notEqual(g.constant(Float32Array.of(1, 2), [2]), g.constant(Float32Array.of(2, 1), [2]));
});

test("inputs come before their users, once, however deep the graph is", () => {
  const g = new Graph();
  let node = g.input("x", []);
  for (let i = 0; i < 50_000; i++) node = unary(g, i % 2 === 0 ? "Sin" : "Cos", node);
  const order = inOrder([node, node]);
  assert.equal(order.length, 50_001);
  const seen = new Set<object>();
  for (const n of order) {
    assert.ok(n.inputs.every(i => seen.has(i)));
    seen.add(n);
  }
});
