// Both sides of every rewrite rule give the same numbers in ONNX Runtime.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Graph, inOrder } from "../compiler/graph.ts";
import type { Node } from "../compiler/graph.ts";
import { writeOnnx } from "../compiler/onnx-graph.ts";
import { encodeModel, floatValue } from "../compiler/onnx-schema.ts";
import { optimised } from "../compiler/optimise.ts";
import {
  binary,
  concat,
  expand,
  gemm,
  reduce,
  reshape,
  scaled,
  slice,
  transpose,
  unary,
} from "../compiler/operators.ts";
import { allRules } from "../compiler/rules/index.ts";
import { normals, uniform } from "../../test/compiled/gan-like-step.ts";
import { floatsOf, inputTensor, openSession, runSession } from "./onnx-runtime.ts";

async function values(node: Node): Promise<Float32Array> {
  const { nodes, initializers } = writeOnnx(new Map([["result", node]]), name => name);
  const inputs = inOrder([node]).flatMap(n =>
    n.op === "Input" ? [[String(n.attributes["name"]), n.shape] as const] : [],
  );
  const onnx = encodeModel(
    {
      name: "rule",
      node: nodes,
      initializer: initializers,
      input: inputs.map(([name, shape]) => floatValue(name, shape)),
      output: [floatValue("result", node.shape)],
    },
    { producerName: "test" },
  );
  const session = await openSession(onnx, { threads: 1, graphOptimization: "disabled" });
  // The same name has the same values on both sides; positive, so that roots and logarithms exist.
  const feeds = inputs.map(([name, shape]) => {
    const count = shape.reduce((a, b) => a * b, 1);
    const seed = Buffer.from(name).reduce((hash, byte) => hash * 31 + byte, 7);
    return [name, inputTensor(name, normals(count, uniform(seed)).map(Math.abs), shape)] as const;
  });
  const results = await runSession(session, Object.fromEntries(feeds));
  await session.release();
  return floatsOf("result", results["result"]);
}

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

/** A random expression of matrices, rows, columns and scalars, as gradients are made of. */
function randomGraph(graph: Graph, random: () => number): Node {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const shapes = [[4, 3], [4, 3], [1, 3], [4, 1], [], [3], [1, 1]];
  const nodes: Node[] = shapes.map((shape, i) => graph.input(`input${i}`, shape));
  for (const value of [0, 1, -1, 0.5, 3]) nodes.push(graph.uniform(value), graph.uniform(value, [4, 3]));
  const make: Record<string, () => Node | undefined> = {
    binary: () => {
      const [a, b] = [pick(nodes), pick(nodes)];
      const rank = Math.max(a.shape.length, b.shape.length);
      const at = (n: Node, i: number) => n.shape[i - rank + n.shape.length] ?? 1;
      const fits = Array.from(
        { length: rank },
        (_, i) => at(a, i) === at(b, i) || at(a, i) === 1 || at(b, i) === 1,
      );
      return fits.every(Boolean) ? binary(graph, pick(["Add", "Sub", "Mul", "Mul", "Max"]), a, b) : undefined;
    },
    unary: () => unary(graph, pick(["Neg", "Relu", "Step", "Sigmoid"]), pick(nodes)),
    reduce: () => {
      const x = pick(nodes);
      const axes = pick([[0], [1], [0, 1]]);
      return x.shape.length === 2
        ? reduce(graph, pick(["ReduceSum", "ReduceMean"]), x, axes, random() < 0.5)
        : undefined;
    },
    product: () => {
      const [a, b, transA, transB] = [pick(nodes), pick(nodes), random() < 0.5, random() < 0.5];
      if (a.shape.length !== 2 || b.shape.length !== 2) return undefined;
      return a.shape[transA ? 0 : 1] === b.shape[transB ? 1 : 0]
        ? gemm(graph, a, b, { transA, transB })
        : undefined;
    },
    transpose: () => {
      const x = pick(nodes);
      return x.shape.length === 2 ? transpose(graph, x, [1, 0]) : undefined;
    },
    reshape: () => {
      const x = pick(nodes);
      const size = x.shape.reduce((a, b) => a * b, 1);
      return reshape(graph, x, pick([[size], [1, size], [size, 1]]));
    },
    expand: () => {
      const x = pick(nodes);
      return x.shape.every(d => d === 1)
        ? expand(
            graph,
            x,
            pick([
              [4, 3],
              [2, 5],
            ]),
          )
        : undefined;
    },
    slice: () => {
      const x = pick(nodes);
      return (x.shape[0] ?? 0) >= 2
        ? slice(
            graph,
            x,
            x.shape.map(() => 0),
            [1, ...x.shape.slice(1)],
          )
        : undefined;
    },
    concat: () => {
      const x = pick(nodes);
      return x.shape.length > 0 ? concat(graph, [x, scaled(graph, x, 2)], 0) : undefined;
    },
  };
  const kinds = Object.values(make);
  while (nodes.length < 45) {
    const node = pick(kinds)();
    if (node !== undefined && node.shape.reduce((a, b) => a * b, 1) < 300) nodes.push(node);
  }
  // A few of the last ones together.
  const ends = nodes.slice(-8).map(n =>
    reduce(
      graph,
      "ReduceMean",
      n,
      n.shape.map((_, i) => i),
      false,
    ),
  );
  return ends.reduce((a, b) => binary(graph, "Add", a, b));
}

test("all rules together keep the value of random graphs, and come to rest", async () => {
  for (let seed = 1; seed <= 150; seed++) {
    const graph = new Graph();
    const before = randomGraph(graph, uniform(seed));
    const after =
      optimised({ graph, outputs: new Map([["result", before]]) }, "fixed").get("result") ?? before;
    const [[b = NaN], [a = NaN]] = [await values(before), await values(after)];
    const scale = Math.max(1, Math.abs(b));
    assert.ok(Math.abs(a - b) <= 1e-4 * scale || Object.is(a, b), `seed ${seed}: ${b} became ${a}`);
  }
});
