import assert from "node:assert/strict";
import { test } from "node:test";
import { Graph } from "../graph.ts";
import type { Node } from "../graph.ts";
import { rewrite } from "../rewrite.ts";
import type { Rule } from "../rewrite.ts";
import { allRules } from "./index.ts";

function apply(rule: Rule, graph: Graph, node: Node): Node | undefined {
  return rewrite(new Map([["result", node]]), graph, [rule]).get("result");
}

for (const rule of allRules) {
  test(`rule: ${rule.name}`, () => {
    const graph = new Graph();
    const [before, after] = [rule.before(graph), rule.after(graph)];
    assert.notEqual(before, after);
    assert.equal(apply(rule, graph, before), after);
    assert.deepEqual(after.shape, before.shape);
    assert.ok(rule.on.includes(before.op));
  });

  test(`rule comes to rest: ${rule.name}`, () => {
    const graph = new Graph();
    const after = rule.after(graph);
    assert.equal(apply(rule, graph, after), after);
  });
}

test("rules have names of their own", () => {
  assert.equal(new Set(allRules.map(r => r.name)).size, allRules.length);
});
