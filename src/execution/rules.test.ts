// Both sides of every rewrite rule give the same numbers in ONNX Runtime.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Graph, inOrder } from "../compiler/graph.ts";
import type { Node } from "../compiler/graph.ts";
import { writeOnnx } from "../compiler/onnx-graph.ts";
import { encodeModel, floatValue } from "../compiler/onnx-schema.ts";
import { allRules } from "../compiler/rules/index.ts";
import { normals, uniform } from "../../test/compiled/gan-like-step.ts";
import { floatsOf, inputTensor, openSession, runSession } from "./onnx-runtime.ts";

async function values(node: Node): Promise<Float32Array> {
  // A result that needs no node still needs an output of its own.
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
