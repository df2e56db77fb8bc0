// Numbers known while compiling.
//
// Not a number and infinity: a rule must never hide that a run diverges. Only two rules here drop an operand, "x * 0 is 0"
// and the same of products and convolutions, for a zero that is written in the function or comes from a derivative that is
// 0 by definition (of a comparison, of a detached tensor). Such a product adds nothing to the function's meaning, and x
// itself still reaches the losses by its own way. Knobs are inputs, never constants: a knob at 0 times a broken value stays
// broken.
import { convolutionKernels } from "../convolution.ts";
import { sameShape, sizeOf, uniformValue } from "../graph.ts";
import type { Graph, Node } from "../graph.ts";
import { binary, expand, gemm, reduce, reshape, scaled, unary } from "../operators.ts";
import type { Rule } from "../rewrite.ts";

const matrix = (graph: Graph, name = "x") => graph.input(name, [2, 3]);

const arithmetic: Readonly<Record<string, (a: number, b: number) => number>> = {
  Add: (a, b) => a + b,
  Sub: (a, b) => a - b,
  Mul: (a, b) => a * b,
  Div: (a, b) => a / b,
  Max: (a, b) => Math.max(a, b),
  Min: (a, b) => Math.min(a, b),
};

/** Functions that float32 rounds in one way only. */
const exactFunctions: Readonly<Record<string, (x: number) => number>> = {
  Abs: Math.abs,
  Neg: x => -x,
  Reciprocal: x => 1 / x,
  Relu: x => Math.max(x, 0),
  Sqrt: Math.sqrt,
  Step: x => Number(x > 0),
};

/** The operand that is not the given number everywhere, spread over the node's shape; undefined if neither is. */
function otherOperand(node: Node, graph: Graph, value: number, commutes: boolean): Node | undefined {
  const [a, b] = node.inputs;
  if (a !== undefined && uniformValue(b) === value) return expand(graph, a, node.shape);
  if (b !== undefined && commutes && uniformValue(a) === value) return expand(graph, b, node.shape);
  return undefined;
}

export const constantRules: readonly Rule[] = [
  {
    name: "arithmetic of two numbers is a number",
    on: Object.keys(arithmetic),
    rewrite: (node, { graph }) => {
      const [a, b] = node.inputs.map(uniformValue);
      const value = a !== undefined && b !== undefined ? arithmetic[node.op]?.(a, b) : undefined;
      return value === undefined ? undefined : graph.uniform(value, node.shape);
    },
    before: g => binary(g, "Add", g.uniform(2, [2, 1]), g.uniform(3, [3])),
    after: g => g.uniform(5, [2, 3]),
  },
  {
    name: "a constant times a number is a constant",
    on: ["Mul"],
    rewrite: (node, { graph }) => {
      const [constant, by] = node.inputs;
      const factor = uniformValue(by);
      if (constant?.data === undefined || factor === undefined || !sameShape(constant.shape, node.shape))
        return undefined;
      return graph.constant(
        constant.data.map(v => v * factor),
        node.shape,
      );
    },
    before: g => scaled(g, g.constant(Float32Array.of(1, 2), [2]), 3),
    after: g => g.constant(Float32Array.of(3, 6), [2]),
  },
  {
    name: "a function of a number is a number",
    on: Object.keys(exactFunctions),
    rewrite: (node, { graph }) => {
      const x = uniformValue(node.inputs[0]);
      const value = x === undefined ? undefined : exactFunctions[node.op]?.(x);
      return value === undefined ? undefined : graph.uniform(value, node.shape);
    },
    before: g => unary(g, "Sqrt", g.uniform(4, [2])),
    after: g => g.uniform(2, [2]),
  },
  {
    name: "one number everywhere stays so in another shape",
    on: ["Reshape", "Expand", "Transpose", "Slice", "Tile"],
    rewrite: (node, { graph }) => {
      const value = uniformValue(node.inputs[0]);
      return value === undefined ? undefined : graph.uniform(value, node.shape);
    },
    before: g => reshape(g, g.uniform(2, [2, 3]), [6]),
    after: g => g.uniform(2, [6]),
  },
  {
    name: "a sum of n equal numbers is n times the number",
    on: ["ReduceSum"],
    rewrite: (node, { graph }) => {
      const [x] = node.inputs;
      const value = uniformValue(x);
      if (x === undefined || value === undefined) return undefined;
      return graph.uniform((value * sizeOf(x.shape)) / sizeOf(node.shape), node.shape);
    },
    before: g => reduce(g, "ReduceSum", g.uniform(2, [2, 3]), [1], false),
    after: g => g.uniform(6, [2]),
  },
  {
    name: "the mean, maximum and minimum of equal numbers are the number",
    on: ["ReduceMean", "ReduceMax", "ReduceMin"],
    rewrite: (node, { graph }) => {
      const value = uniformValue(node.inputs[0]);
      return value === undefined ? undefined : graph.uniform(value, node.shape);
    },
    before: g => reduce(g, "ReduceMean", g.uniform(2, [2, 3]), [1], true),
    after: g => g.uniform(2, [2, 1]),
  },
  {
    name: "x + 0 and x - 0 are x",
    on: ["Add", "Sub"],
    rewrite: (node, { graph }) => otherOperand(node, graph, 0, node.op === "Add"),
    before: g => binary(g, "Add", g.uniform(0, [2, 3]), matrix(g)),
    after: g => matrix(g),
  },
  {
    name: "x * 1 and x / 1 are x",
    on: ["Mul", "Div"],
    rewrite: (node, { graph }) => otherOperand(node, graph, 1, node.op === "Mul"),
    before: g => binary(g, "Mul", g.input("x", [2, 1]), g.uniform(1, [2, 3])),
    after: g => expand(g, g.input("x", [2, 1]), [2, 3]),
  },
  {
    name: "x * 0 is 0",
    on: ["Mul"],
    rewrite: (node, { graph }) =>
      node.inputs.some(i => uniformValue(i) === 0) ? graph.uniform(0, node.shape) : undefined,
    before: g => binary(g, "Mul", matrix(g), g.uniform(0)),
    after: g => g.uniform(0, [2, 3]),
  },
  {
    // Second derivatives of a piecewise linear network carry the zero of its slopes through all its layers.
    name: "a product or a convolution with 0 is 0",
    on: ["Gemm", "MatMul", ...Object.values(convolutionKernels)],
    // A third operand is added to the product.
    rewrite: (node, { graph }) =>
      node.inputs.length === 2 && node.inputs.some(i => uniformValue(i) === 0)
        ? graph.uniform(0, node.shape)
        : undefined,
    before: g => gemm(g, matrix(g), g.uniform(0, [3, 4])),
    after: g => g.uniform(0, [2, 4]),
  },
  {
    name: "a number beside a whole tensor needs no shape of its own",
    on: ["Add", "Sub", "Mul", "Div", "Max", "Min", "Pow"],
    rewrite: (node, { graph }) => {
      const [a, b] = node.inputs;
      if (a === undefined || b === undefined) return undefined;
      const [left, right] = [uniformValue(a), uniformValue(b)];
      if (left === undefined && right !== undefined && b.shape.length > 0)
        return expand(graph, binary(graph, node.op, a, graph.uniform(right)), node.shape);
      if (right === undefined && left !== undefined && a.shape.length > 0)
        return expand(graph, binary(graph, node.op, graph.uniform(left), b), node.shape);
      return undefined;
    },
    before: g => binary(g, "Mul", g.input("x", [2, 1]), g.uniform(3, [2, 3])),
    after: g => expand(g, scaled(g, g.input("x", [2, 1]), 3), [2, 3]),
  },
  {
    name: "numbers stand to the right",
    on: ["Add", "Mul", "Max", "Min"],
    rewrite: (node, { graph }) => {
      const [a, b] = node.inputs;
      const swap = a !== undefined && b !== undefined && uniformValue(a) !== undefined;
      return swap && uniformValue(b) === undefined ? graph.node(node.op, [b, a], node.shape) : undefined;
    },
    before: g => binary(g, "Add", g.uniform(3), matrix(g)),
    after: g => binary(g, "Add", matrix(g), g.uniform(3)),
  },
  {
    name: "small powers are products and roots",
    on: ["Pow"],
    rewrite: (node, { graph }) => {
      const [x, exponent] = node.inputs;
      if (x === undefined || !sameShape(x.shape, node.shape)) return undefined;
      switch (uniformValue(exponent)) {
        case 1:
          return x;
        case 2:
          return binary(graph, "Mul", x, x);
        case 0.5:
          return unary(graph, "Sqrt", x);
        case 1.5:
          return binary(graph, "Mul", x, unary(graph, "Sqrt", x));
        case -1:
          return unary(graph, "Reciprocal", x);
        case undefined:
        default:
          return undefined;
      }
    },
    before: g => binary(g, "Pow", matrix(g), g.uniform(2)),
    after: g => binary(g, "Mul", matrix(g), matrix(g)),
  },
];
