// Matrix products take over what stands around them: transpositions, factors, sums.
import { sameShape, uniformValue } from "../graph.ts";
import type { Graph, Node } from "../graph.ts";
import {
  binary,
  gemm,
  gemmOptions,
  listAttribute,
  reduce,
  reshape,
  scaled,
  transpose,
} from "../operators.ts";
import type { Rule } from "../rewrite.ts";
import { asRowMultiple } from "./conditions.ts";

const x = (graph: Graph) => graph.input("x", [5, 3]);
const w = (graph: Graph) => graph.input("w", [3, 4]);

/** What a transposed matrix was before; undefined for other nodes. */
function untransposed(node: Node): Node | undefined {
  return node.op === "Transpose" && listAttribute(node, "perm").join() === "1,0" ? node.inputs[0] : undefined;
}

export const productRules: readonly Rule[] = [
  {
    name: "a wide matrix with its rows scaled scales the narrower factor or result of its product instead",
    on: ["Gemm"],
    rewrite: (node, { graph }) => {
      const [a, b] = node.inputs;
      const left = asRowMultiple(a);
      const options = gemmOptions(node);
      if (!a || left?.axis !== 0 || !b || options.c || (node.shape[1] ?? 0) >= (a.shape[1] ?? 0))
        return undefined;
      if (!options.transA) return binary(graph, "Mul", gemm(graph, left.x, b, options), left.by);
      return options.transB ? undefined : gemm(graph, left.x, binary(graph, "Mul", b, left.by), options);
    },
    before: g => gemm(g, binary(g, "Mul", x(g), g.input("r", [5, 1])), g.input("v", [3, 2])),
    after: g => binary(g, "Mul", gemm(g, x(g), g.input("v", [3, 2])), g.input("r", [5, 1])),
  },
  {
    name: "a product with a transposed matrix reads the matrix transposed",
    on: ["Gemm"],
    rewrite: (node, { graph }) => {
      const [a, b] = node.inputs;
      if (a === undefined || b === undefined) return undefined;
      const options = gemmOptions(node);
      const [left, right] = [untransposed(a), untransposed(b)];
      if (left === undefined && right === undefined) return undefined;
      return gemm(graph, left ?? a, right ?? b, {
        ...options,
        transA: options.transA !== (left !== undefined),
        transB: options.transB !== (right !== undefined),
      });
    },
    before: g => gemm(g, x(g), transpose(g, g.input("v", [4, 3]), [1, 0])),
    after: g => gemm(g, x(g), g.input("v", [4, 3]), { transB: true }),
  },
];

/** Sums that only exist for a known number of rows. */
export const sumRules: readonly Rule[] = [
  {
    name: "the sum of a matrix over its rows is a product with ones",
    on: ["ReduceSum"],
    rewrite: (node, { graph }) => {
      const [a] = node.inputs;
      if (a?.shape.length !== 2 || listAttribute(node, "axes").join() !== "0") return undefined;
      return reshape(graph, gemm(graph, graph.uniform(1, [1, a.shape[0] ?? 1]), a), node.shape);
    },
    before: g => reduce(g, "ReduceSum", x(g), [0], false),
    after: g => reshape(g, gemm(g, g.uniform(1, [1, 5]), x(g)), [3]),
  },
  {
    name: "the sum of two reshaped tensors is the reshaped sum",
    on: ["Add"],
    rewrite: (node, { graph }) => {
      const [left, right] = node.inputs;
      const [a, b] = [left?.inputs[0], right?.inputs[0]];
      if (left?.op !== "Reshape" || right?.op !== "Reshape" || !a || !b || !sameShape(a.shape, b.shape))
        return undefined;
      return sameShape(left.shape, right.shape)
        ? reshape(graph, binary(graph, "Add", a, b), node.shape)
        : undefined;
    },
    before: g => binary(g, "Add", reshape(g, x(g), [15]), reshape(g, g.input("y", [5, 3]), [15])),
    after: g => reshape(g, binary(g, "Add", x(g), g.input("y", [5, 3])), [15]),
  },
];

/** After the simplifications have settled. */
export const fusionRules: readonly Rule[] = [
  {
    name: "a product times a number takes the number as its alpha",
    on: ["Mul"],
    rewrite: (node, { graph, usedOnce }) => {
      const [product, by] = node.inputs;
      const factor = uniformValue(by);
      if (product?.op !== "Gemm" || factor === undefined || !usedOnce(product)) return undefined;
      if (!sameShape(product.shape, node.shape)) return undefined;
      const [a, b] = product.inputs;
      const options = gemmOptions(product);
      if (!a || !b || options.c) return undefined;
      return gemm(graph, a, b, { ...options, alpha: options.alpha * factor });
    },
    before: g => scaled(g, gemm(g, x(g), w(g)), 3),
    after: g => gemm(g, x(g), w(g), { alpha: 3 }),
  },
  {
    name: "a product + a bias or another gradient takes it as its C",
    on: ["Add"],
    rewrite: (node, { graph, usedOnce }) => {
      const [left, right] = node.inputs;
      if (!left || !right) return undefined;
      return fused(left, right) ?? fused(right, left);

      function fused(product: Node, c: Node): Node | undefined {
        const [a, b] = product.inputs;
        if (product.op !== "Gemm" || !a || !b || !usedOnce(product)) return undefined;
        const options = gemmOptions(product);
        const fits =
          sameShape(c.shape, product.shape) || (c.shape.length === 1 && c.shape[0] === product.shape[1]);
        if (options.c || !fits || uniformValue(c) !== undefined) return undefined;
        return gemm(graph, a, b, { ...options, c });
      }
    },
    before: g => binary(g, "Add", gemm(g, x(g), w(g)), g.input("b", [4])),
    after: g => gemm(g, x(g), w(g), { c: g.input("b", [4]) }),
  },
  {
    name: "a row of ones times a matrix, as a vector, is a product with a vector of ones",
    on: ["Reshape"],
    rewrite: (node, { graph }) => {
      const [product] = node.inputs;
      const [ones, a] = product?.op === "Gemm" ? product.inputs : [];
      if (!product || !ones || !a || node.shape.length !== 1 || product.shape[0] !== 1) return undefined;
      const { transA, transB, alpha, c } = gemmOptions(product);
      if (uniformValue(ones) !== 1 || transA || transB || alpha !== 1 || c) return undefined;
      return graph.node("MatMul", [graph.uniform(1, [a.shape[0] ?? 1]), a], node.shape);
    },
    before: g => reshape(g, gemm(g, g.uniform(1, [1, 5]), x(g)), [3]),
    after: g => g.node("MatMul", [g.uniform(1, [5]), x(g)], [3]),
  },
];
