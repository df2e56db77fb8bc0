// Both sides of every rewrite rule give the same numbers in ONNX Runtime.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Graph } from "../compiler/graph.ts";
import type { Node } from "../compiler/graph.ts";
import { allRules } from "../compiler/rules/index.ts";
import { normalFeed, valuesOf } from "../../test/compiled/graph-values.ts";
import type { Feed } from "../../test/compiled/graph-values.ts";

/** Positive, so that roots and logarithms exist. */
const positive: Feed = (name, shape) => normalFeed(name, shape).map(Math.abs);
const values = async (node: Node): Promise<Float32Array> =>
  (await valuesOf(new Map([["result", node]]), positive)).get("result") ?? new Float32Array();

for (const rule of allRules)
  test(`both sides are equal: ${rule.name}`, async () => {
    const graph = new Graph();
    const [before, after] = await Promise.all([values(rule.before(graph)), values(rule.after(graph))]);
    assert.equal(after.length, before.length);
    before.forEach((b, i) => {
      const a = after[i] ?? NaN;
      assert.ok(Math.abs(a - b) <= 1e-6 * Math.max(1, Math.abs(b)), `value ${i}: ${b} became ${a}`);
    });
  });
