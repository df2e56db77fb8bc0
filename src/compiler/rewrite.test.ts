import assert from "node:assert/strict";
import { test } from "node:test";
import { Graph } from "./graph.ts";
import { binary, concat, gemm, scaled, transpose, unary } from "./operators.ts";
import { rewrite } from "./rewrite.ts";
import type { Rule } from "./rewrite.ts";
import { allRules, ruleGroups } from "./rules/index.ts";
import { rowMultipleRules } from "./rules/row-multiples.ts";
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
  const fuse = ruleGroups.processor.filter(group => group.name === "fuse").flatMap(group => group.rules);
  const shared = rewrite(new Map([["sum", sum], ["product", product]]), g, fuse); // prettier-ignore
  assert.deepEqual([shared.get("sum"), shared.get("product")], [sum, product]);
  const alone = rewrite(new Map([["sum", sum]]), g, fuse);
  assert.equal(alone.get("sum")?.op, "Gemm");
});

test("a transposition over joined tensors, of which one is transposed, comes to rest in every group", () => {
  for (const { name, rules } of Object.values(ruleGroups).flat()) {
    const g = new Graph();
    const part = transpose(g, g.input("x", [3, 4, 2]), [2, 0, 1]);
    const joined = transpose(g, concat(g, [part, g.input("y", [2, 3, 4])], 0), [1, 2, 0]);
    assert.deepEqual(rewrite(new Map([["z", joined]]), g, rules).get("z")?.shape, [3, 4, 4], name);
  }
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

test("a rule that changes a shape is refused by name", () => {
  const g = new Graph();
  const forgetful: Rule = {
    name: "x / 1 is x",
    on: ["Div"],
    rewrite: ({ inputs: [x] }) => x,
    before: unused,
    after: unused,
  };
  const repeated = binary(g, "Div", g.input("x", [2, 1]), g.uniform(1, [2, 3]));
  assert.throws(
    () => rewrite(new Map([["y", repeated]]), g, [forgetful]),
    new CompileError('The rule "x / 1 is x" made float [2,1] of float [2,3].'),
  );
});

test("a column times a column is at rest, though each is a multiple of the other", () => {
  const g = new Graph();
  const [a, b, c] = ["a", "b", "c"].map(name => g.input(name, [4, 1]));
  assert.ok(a && b && c);
  const [twin, product] = [binary(g, "Mul", a, c), binary(g, "Mul", binary(g, "Mul", a, b), c)];
  const results = new Map([["twin", twin], ["product", product]]); // prettier-ignore
  assert.deepEqual(rewrite(results, g, rowMultipleRules), results);
});

test("gradients of weights become one only where their factors lie along the rows", () => {
  const g = new Graph();
  const [x, v, y] = [g.input("x", [4, 3]), g.input("v", [4, 3]), g.input("y", [4, 4])];
  const both = (factors: readonly number[]) => {
    const multiples = binary(g, "Mul", y, g.input(`r${factors.join("x")}`, factors));
    const sum = binary(g, "Add", gemm(g, x, y, { transA: true }), gemm(g, v, multiples, { transA: true }));
    return rewrite(new Map([["sum", sum]]), g, rowMultipleRules).get("sum")?.op;
  };
  assert.equal(both([4, 1]), "Gemm");
  assert.equal(both([1, 4]), "Add");
});
