import assert from "node:assert/strict";
import { test } from "node:test";
import { Graph } from "./graph.ts";
import { binary, gemm, scaled, unary } from "./operators.ts";
import { rewrite } from "./rewrite.ts";
import type { Rule } from "./rewrite.ts";
import { allRules, ruleGroups } from "./rules/index.ts";
import { CompileError } from "./program.ts";

const unused = (g: Graph) => g.input("x", []);

test("rewriting reaches through the whole graph", () => {
  const g = new Graph();
  const x = g.input("x", [3]);
  const noise = scaled(g, binary(g, "Add", unary(g, "Neg", unary(g, "Neg", x)), g.uniform(0)), 1);
  const result = rewrite(new Map([["y", unary(g, "Sin", noise)]]), g, allRules);
  assert.equal(result.get("y"), unary(g, "Sin", x));
});

test("a product that others use too keeps its own node", () => {
  const g = new Graph();
  const product = gemm(g, g.input("x", [5, 3]), g.input("w", [3, 4]));
  const sum = binary(g, "Add", product, g.input("b", [4]));
  const fuse = ruleGroups.filter(group => group.name === "fuse").flatMap(group => group.rules);
  const shared = rewrite(new Map([["sum", sum], ["product", product]]), g, fuse); // prettier-ignore
  assert.deepEqual([shared.get("sum"), shared.get("product")], [sum, product]);
  const alone = rewrite(new Map([["sum", sum]]), g, fuse);
  assert.equal(alone.get("sum")?.op, "Gemm");
});

test("rules that undo each other end with an error", () => {
  const swap = (from: string, to: string): Rule => ({
    name: `${from} to ${to}`,
    on: [from],
    rewrite: (node, { graph }) => graph.node(to, node.inputs, node.shape),
    before: unused,
    after: unused,
  });
  const g = new Graph();
  const sine = unary(g, "Sin", g.input("x", []));
  assert.throws(
    () => rewrite(new Map([["y", sine]]), g, [swap("Sin", "Cos"), swap("Cos", "Sin")]),
    CompileError,
  );
});
