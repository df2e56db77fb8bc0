// Factors known while compiling (1 / batch, signs, loss weights) move outwards and meet, until a matrix product takes
// them for nothing. Rounding may differ in the last digit; a value that is not finite stays so.
import { convolutionKernels } from "../convolution.ts";
import { sameShape, uniformValue } from "../graph.ts";
import type { Graph, Node } from "../graph.ts";
import {
  binary,
  concat,
  gemm,
  gemmOptions,
  reduce,
  reshape,
  scaled,
  unary,
  withInputs,
} from "../operators.ts";
import type { Rule } from "../rewrite.ts";
import { asScaled } from "./conditions.ts";

const matrix = (graph: Graph, name = "x") => graph.input(name, [2, 3]);

const convolved = (graph: Graph, image: Node) =>
  graph.node(convolutionKernels.convolve, [image, graph.input("filters", [2, 1, 2, 2])], [2, 2, 2, 2], {
    stride: 1,
    padding: 0,
  });

/** Whether a factor can be kept in float32 without being lost. */
function fits(factor: number): boolean {
  return Math.abs(factor) > 1e-30 && Math.abs(factor) < 1e30;
}

export const scaleRules: readonly Rule[] = [
  {
    name: "-x is x * -1",
    on: ["Neg"],
    rewrite: (node, { graph }) => node.inputs[0] && scaled(graph, node.inputs[0], -1),
    before: g => unary(g, "Neg", matrix(g)),
    after: g => scaled(g, matrix(g), -1),
  },
  {
    name: "x / c is x * (1 / c)",
    on: ["Div"],
    rewrite: (node, { graph }) => {
      const [x, by] = node.inputs;
      const divisor = uniformValue(by);
      if (!x || divisor === undefined || !fits(divisor) || !sameShape(x.shape, node.shape)) return undefined;
      return scaled(graph, x, 1 / divisor);
    },
    before: g => binary(g, "Div", matrix(g), g.uniform(4)),
    after: g => scaled(g, matrix(g), 0.25),
  },
  {
    name: "x - c is x + -c",
    on: ["Sub"],
    rewrite: (node, { graph }) => {
      const [x, by] = node.inputs;
      const value = uniformValue(by);
      if (!x || value === undefined || !sameShape(x.shape, node.shape)) return undefined;
      return binary(graph, "Add", x, graph.uniform(-value));
    },
    before: g => binary(g, "Sub", matrix(g), g.uniform(4)),
    after: g => binary(g, "Add", matrix(g), g.uniform(-4)),
  },
  {
    name: "0 - x is x * -1",
    on: ["Sub"],
    rewrite: (node, { graph }) => {
      const [zero, x] = node.inputs;
      return x && uniformValue(zero) === 0 && sameShape(x.shape, node.shape)
        ? scaled(graph, x, -1)
        : undefined;
    },
    before: g => binary(g, "Sub", g.uniform(0), matrix(g)),
    after: g => scaled(g, matrix(g), -1),
  },
  {
    name: "(x * c) * d is x * (c d)",
    on: ["Mul"],
    rewrite: (node, { graph }) => {
      const outer = asScaled(node);
      const inner = asScaled(outer?.x);
      return outer && inner && fits(outer.factor * inner.factor)
        ? scaled(graph, inner.x, outer.factor * inner.factor)
        : undefined;
    },
    before: g => scaled(g, scaled(g, matrix(g), 3), 2),
    after: g => scaled(g, matrix(g), 6),
  },
  {
    name: "(x * c) * y is (x * y) * c",
    on: ["Mul"],
    rewrite: (node, { graph }) => {
      const [a, b] = node.inputs;
      if (a === undefined || b === undefined || uniformValue(b) !== undefined) return undefined;
      const left = asScaled(a);
      if (left) return scaled(graph, binary(graph, "Mul", left.x, b), left.factor);
      // The scalar of the next rule keeps its factor: it costs nothing there.
      const right = b.shape.length === 0 && a.shape.length > 0 ? null : asScaled(b);
      return right ? scaled(graph, binary(graph, "Mul", a, right.x), right.factor) : undefined;
    },
    before: g => binary(g, "Mul", scaled(g, matrix(g), 3), matrix(g, "y")),
    after: g => scaled(g, binary(g, "Mul", matrix(g), matrix(g, "y")), 3),
  },
  {
    name: "(x * s) * c is x * (s * c) for a scalar s",
    on: ["Mul"],
    rewrite: (node, { graph }) => {
      const outer = asScaled(node);
      const [x, s] = outer?.x.inputs ?? [];
      if (outer?.x.op !== "Mul" || !x || s?.shape.length !== 0 || x.shape.length === 0) return undefined;
      return binary(graph, "Mul", x, scaled(graph, s, outer.factor));
    },
    before: g => scaled(g, binary(g, "Mul", matrix(g), g.input("s", [])), 3),
    after: g => binary(g, "Mul", matrix(g), scaled(g, g.input("s", []), 3)),
  },
  {
    name: "scalars stand to the right",
    on: ["Mul"],
    rewrite: (node, { graph }) => {
      const [a, b] = node.inputs;
      return a?.shape.length === 0 && b && b.shape.length > 0 ? binary(graph, "Mul", b, a) : undefined;
    },
    before: g => binary(g, "Mul", g.input("s", []), matrix(g)),
    after: g => binary(g, "Mul", matrix(g), g.input("s", [])),
  },
  {
    name: "(x * c) / y is (x / y) * c",
    on: ["Div"],
    rewrite: (node, { graph }) => {
      const left = asScaled(node.inputs[0]);
      const [, y] = node.inputs;
      return left && y ? scaled(graph, binary(graph, "Div", left.x, y), left.factor) : undefined;
    },
    before: g => binary(g, "Div", scaled(g, matrix(g), 3), matrix(g, "y")),
    after: g => scaled(g, binary(g, "Div", matrix(g), matrix(g, "y")), 3),
  },
  {
    name: "x / (y * c) is (x / y) * (1 / c)",
    on: ["Div"],
    rewrite: (node, { graph }) => {
      const [x] = node.inputs;
      const right = asScaled(node.inputs[1]);
      return x && right && fits(1 / right.factor)
        ? scaled(graph, binary(graph, "Div", x, right.x), 1 / right.factor)
        : undefined;
    },
    before: g => binary(g, "Div", matrix(g), scaled(g, matrix(g, "y"), 4)),
    after: g => scaled(g, binary(g, "Div", matrix(g), matrix(g, "y")), 0.25),
  },
  {
    name: "x + y * -1 is x - y",
    on: ["Add"],
    rewrite: (node, { graph }) => {
      const [a, b] = node.inputs;
      if (a === undefined || b === undefined) return undefined;
      const [left, right] = [asScaled(a), asScaled(b)];
      if (right?.factor === -1) return binary(graph, "Sub", a, right.x);
      return left?.factor === -1 ? binary(graph, "Sub", b, left.x) : undefined;
    },
    before: g => binary(g, "Add", matrix(g), scaled(g, matrix(g, "y"), -1)),
    after: g => binary(g, "Sub", matrix(g), matrix(g, "y")),
  },
  {
    name: "x - y * -1 is x + y",
    on: ["Sub"],
    rewrite: (node, { graph }) => {
      const [a] = node.inputs;
      const right = asScaled(node.inputs[1]);
      return a && right?.factor === -1 ? binary(graph, "Add", a, right.x) : undefined;
    },
    before: g => binary(g, "Sub", matrix(g), scaled(g, matrix(g, "y"), -1)),
    after: g => binary(g, "Add", matrix(g), matrix(g, "y")),
  },
  {
    name: "x * c + y * c is (x + y) * c, and x * c - y * c likewise",
    on: ["Add", "Sub"],
    rewrite: (node, { graph }) => {
      const [left, right] = [asScaled(node.inputs[0]), asScaled(node.inputs[1])];
      if (left?.factor === undefined || Math.abs(left.factor) !== Math.abs(right?.factor ?? 0) || !right)
        return undefined;
      const add = (node.op === "Add") === (left.factor === right.factor);
      return scaled(graph, binary(graph, add ? "Add" : "Sub", left.x, right.x), left.factor);
    },
    before: g => binary(g, "Add", scaled(g, matrix(g), 3), scaled(g, matrix(g, "y"), -3)),
    after: g => scaled(g, binary(g, "Sub", matrix(g), matrix(g, "y")), 3),
  },
  {
    name: "x * c joined to y * c is x joined to y, times c",
    on: ["Concat"],
    rewrite: (node, { graph }) => {
      const parts = node.inputs.map(asScaled);
      const factor = parts[0]?.factor;
      if (factor === undefined || !parts.every(part => part?.factor === factor)) return undefined;
      const bare = parts.flatMap(part => (part ? [part.x] : []));
      return scaled(graph, withInputs(graph, node, bare), factor);
    },
    before: g => concat(g, [scaled(g, matrix(g), 3), scaled(g, matrix(g, "y"), 3)], 0),
    after: g => scaled(g, concat(g, [matrix(g), matrix(g, "y")], 0), 3),
  },
  {
    name: "a sum or mean of x * c is the sum or mean of x, times c",
    on: ["ReduceSum", "ReduceMean"],
    rewrite: (node, { graph }) => {
      const inner = asScaled(node.inputs[0]);
      return inner ? scaled(graph, withInputs(graph, node, [inner.x]), inner.factor) : undefined;
    },
    before: g => reduce(g, "ReduceSum", scaled(g, matrix(g), 3), [1], false),
    after: g => scaled(g, reduce(g, "ReduceSum", matrix(g), [1], false), 3),
  },
  {
    name: "x * c in another shape is x in that shape, times c",
    // Not Expand: before a repetition the factor has fewer values to meet.
    on: ["Reshape", "Transpose", "Slice"],
    rewrite: (node, { graph }) => {
      const inner = asScaled(node.inputs[0]);
      return inner ? scaled(graph, withInputs(graph, node, [inner.x]), inner.factor) : undefined;
    },
    before: g => reshape(g, scaled(g, matrix(g), 3), [6]),
    after: g => scaled(g, reshape(g, matrix(g), [6]), 3),
  },
  {
    name: "a convolution of x * c is the convolution of x, times c",
    on: Object.values(convolutionKernels),
    rewrite: (node, { graph }) => {
      const at = node.inputs.findIndex(input => asScaled(input) !== null);
      const inner = asScaled(node.inputs[at]);
      if (inner === null || node.inputs.length > 2) return undefined;
      const inputs = node.inputs.map((input, i) => (i === at ? inner.x : input));
      return scaled(graph, withInputs(graph, node, inputs), inner.factor);
    },
    before: g => convolved(g, scaled(g, g.input("image", [1, 3, 3, 2]), 3)),
    after: g => scaled(g, convolved(g, g.input("image", [1, 3, 3, 2])), 3),
  },
  {
    name: "a product with x * c is the product with x, times c",
    on: ["Gemm"],
    rewrite: (node, { graph }) => {
      const [a, b] = node.inputs;
      const options = gemmOptions(node);
      if (a === undefined || b === undefined || options.c) return undefined;
      const left = asScaled(a);
      if (left) return scaled(graph, gemm(graph, left.x, b, options), left.factor);
      const right = asScaled(b);
      return right ? scaled(graph, gemm(graph, a, right.x, options), right.factor) : undefined;
    },
    before: g => gemm(g, scaled(g, matrix(g), 3), g.input("w", [3, 4])),
    after: g => scaled(g, gemm(g, matrix(g), g.input("w", [3, 4])), 3),
  },
];
