// Shapes, slices and orders: nodes that move values without changing them.
import { sameShape, sizeOf } from "../graph.ts";
import type { Graph, Node } from "../graph.ts";
import {
  binary,
  binaryOperators,
  concat,
  expand,
  listAttribute,
  reduce,
  reshape,
  scaled,
  slice,
  transpose,
  unary,
  unaryOperators,
} from "../operators.ts";
import { uniformValue } from "../graph.ts";
import type { Rule } from "../rewrite.ts";

const matrix = (graph: Graph, name = "x") => graph.input(name, [2, 3]);
const column = (graph: Graph) => graph.input("column", [2, 1]);

/** The one dimension along which a slice cuts, or -1. */
function cutDimension(node: Node): number {
  const from = node.inputs[0]?.shape ?? [];
  const cut = node.shape.flatMap((d, i) => (d === from[i] ? [] : [i]));
  return cut.length === 1 ? (cut[0] ?? -1) : -1;
}

export const layoutRules: readonly Rule[] = [
  {
    name: "a reshape of a reshape is one reshape",
    on: ["Reshape"],
    rewrite: (node, { graph }) => {
      const [inner] = node.inputs;
      if (inner === undefined) return undefined;
      if (sameShape(inner.shape, node.shape)) return inner;
      const [x] = inner.inputs;
      return inner.op === "Reshape" && x ? reshape(graph, x, node.shape) : undefined;
    },
    before: g => reshape(g, reshape(g, matrix(g), [6]), [3, 2]),
    after: g => reshape(g, matrix(g), [3, 2]),
  },
  {
    name: "one value repeated stays so in another shape",
    on: ["Reshape", "Expand"],
    rewrite: (node, { graph }) => {
      const [repeated] = node.inputs;
      const [x] = repeated?.inputs ?? [];
      if (repeated?.op !== "Expand" || x === undefined || sizeOf(x.shape) !== 1) return undefined;
      return expand(graph, reshape(graph, x, []), node.shape);
    },
    before: g => reshape(g, expand(g, g.input("s", [1]), [6]), [2, 3]),
    after: g => expand(g, reshape(g, g.input("s", [1]), []), [2, 3]),
  },
  {
    name: "one value is repeated from a scalar",
    on: ["Expand"],
    rewrite: (node, { graph }) => {
      const [x] = node.inputs;
      if (x === undefined || x.shape.length === 0 || sizeOf(x.shape) !== 1) return undefined;
      return expand(graph, reshape(graph, x, []), node.shape);
    },
    before: g => expand(g, g.input("s", [1, 1]), [2, 3]),
    after: g => expand(g, reshape(g, g.input("s", [1, 1]), []), [2, 3]),
  },
  {
    name: "a reduction over dimensions of size 1 is a reshape",
    on: ["ReduceSum", "ReduceMean", "ReduceMax", "ReduceMin"],
    rewrite: (node, { graph }) => {
      const [x] = node.inputs;
      return x && sizeOf(x.shape) === sizeOf(node.shape) ? reshape(graph, x, node.shape) : undefined;
    },
    before: g => reduce(g, "ReduceSum", column(g), [1], false),
    after: g => reshape(g, column(g), [2]),
  },
  {
    name: "two transpositions are one",
    on: ["Transpose"],
    rewrite: (node, { graph }) => {
      const [inner] = node.inputs;
      const [x] = inner?.inputs ?? [];
      if (inner?.op !== "Transpose" || x === undefined) return undefined;
      const first = listAttribute(inner, "perm");
      return transpose(
        graph,
        x,
        listAttribute(node, "perm").map(p => first[p] ?? 0),
      );
    },
    before: g => transpose(g, transpose(g, matrix(g), [1, 0]), [1, 0]),
    after: g => matrix(g),
  },
  {
    name: "joined transpositions, transposed, are the transposed tensors joined",
    on: ["Transpose"],
    rewrite: (node, { graph }) => {
      const [joined] = node.inputs;
      // Only where a part's own transposition meets this one.
      if (joined?.op !== "Concat" || !joined.inputs.some(part => part.op === "Transpose")) return undefined;
      const perm = listAttribute(node, "perm");
      const [first, ...others] = joined.inputs.map(part => transpose(graph, part, perm));
      return first && concat(graph, [first, ...others], perm.indexOf(Number(joined.attributes["axis"])));
    },
    before: g => transpose(g, concat(g, [transpose(g, g.input("v", [3, 2]), [1, 0]), matrix(g)], 0), [1, 0]),
    after: g =>
      concat(
        g,
        [transpose(g, transpose(g, g.input("v", [3, 2]), [1, 0]), [1, 0]), transpose(g, matrix(g), [1, 0])],
        1,
      ),
  },
  {
    name: "a slice of a slice is one slice",
    on: ["Slice"],
    rewrite: (node, { graph }) => {
      const [inner] = node.inputs;
      const [x] = inner?.inputs ?? [];
      if (inner?.op !== "Slice" || x === undefined) return undefined;
      const first = listAttribute(inner, "begin");
      const begin = listAttribute(node, "begin").map((b, i) => b + (first[i] ?? 0));
      return slice(graph, x, begin, node.shape);
    },
    before: g => slice(g, slice(g, g.input("v", [9]), [2], [6]), [1], [3]),
    after: g => slice(g, g.input("v", [9]), [3], [3]),
  },
  {
    name: "a slice of joined tensors is taken from the parts it meets",
    on: ["Slice"],
    rewrite: (node, { graph }) => {
      const [joined] = node.inputs;
      const axis = cutDimension(node);
      if (joined?.op !== "Concat" || joined.attributes["axis"] !== axis) return undefined;
      const begin = listAttribute(node, "begin")[axis] ?? 0;
      const end = begin + (node.shape[axis] ?? 0);
      let offset = 0;
      const met: Node[] = [];
      for (const part of joined.inputs) {
        const [from, to] = [offset, offset + (part.shape[axis] ?? 0)];
        offset = to;
        if (to <= begin || from >= end) continue;
        // A part cut in two would be copied twice.
        if (from < begin || to > end) return undefined;
        met.push(part);
      }
      const [first, ...others] = met;
      return first && concat(graph, [first, ...others], axis);
    },
    before: g => slice(g, concat(g, [matrix(g), matrix(g, "y")], 0), [2, 0], [2, 3]),
    after: g => matrix(g, "y"),
  },
  {
    name: "a tensor joined from all of its own slices is that tensor",
    on: ["Concat"],
    rewrite: node => {
      const whole = node.inputs[0]?.inputs[0];
      if (whole === undefined || !sameShape(whole.shape, node.shape)) return undefined;
      const axis = Number(node.attributes["axis"]);
      let offset = 0;
      for (const part of node.inputs) {
        if (part.op !== "Slice" || part.inputs[0] !== whole || listAttribute(part, "begin")[axis] !== offset)
          return undefined;
        offset += part.shape[axis] ?? 0;
      }
      return whole;
    },
    before: g => {
      const v = g.input("v", [9]);
      return concat(g, [slice(g, v, [0], [4]), slice(g, v, [4], [5])], 0);
    },
    after: g => g.input("v", [9]),
  },
  {
    name: "x before zeros + zeros before y is x joined to y",
    on: ["Add"],
    rewrite: (node, { graph }) => {
      const [a, b] = node.inputs.map(zerosAround);
      if (
        a?.axis === undefined ||
        a.axis !== b?.axis ||
        node.inputs.some(i => !sameShape(i.shape, node.shape))
      )
        return undefined;
      const [first, second] = a.before === 0 ? [a, b] : [b, a];
      const meets = first.before === 0 && second.after === 0 && second.before === first.x.shape[first.axis];
      return meets ? concat(graph, [first.x, second.x], first.axis) : undefined;
    },
    before: g => {
      const pad = (x: Node, pads: readonly number[]) => g.node("Pad", [x], [4, 3], { pads, value: 0 });
      return binary(g, "Add", pad(matrix(g), [0, 0, 2, 0]), pad(matrix(g, "y"), [2, 0, 0, 0]));
    },
    after: g => concat(g, [matrix(g), matrix(g, "y")], 0),
  },
  {
    name: "a repeated tensor beside a whole one need not be repeated",
    on: binaryOperators,
    rewrite: (node, { graph }) => {
      const [a, b] = node.inputs;
      if (a === undefined || b === undefined) return undefined;
      const bare = (x: Node, other: Node) =>
        x.op === "Expand" && sameShape(other.shape, node.shape) ? (x.inputs[0] ?? x) : x;
      const [left, right] = [bare(a, b), bare(b, a)];
      if (left !== a && right !== b) return expand(graph, binary(graph, node.op, left, right), node.shape);
      return left === a && right === b ? undefined : graph.node(node.op, [left, right], node.shape);
    },
    before: g => binary(g, "Mul", expand(g, column(g), [2, 3]), matrix(g)),
    after: g => binary(g, "Mul", column(g), matrix(g)),
  },
  {
    name: "a function of a repeated tensor is the repeated function",
    on: [...unaryOperators, ...binaryOperators],
    rewrite: (node, { graph }) => {
      const [a, b] = node.inputs;
      const [x] = a?.inputs ?? [];
      if (a?.op !== "Expand" || x === undefined) return undefined;
      if (b === undefined)
        return expand(graph, graph.node(node.op, [x], x.shape, node.attributes), node.shape);
      const scalar = uniformValue(b) !== undefined && b.shape.length === 0;
      return scalar ? expand(graph, binary(graph, node.op, x, b), node.shape) : undefined;
    },
    before: g => unary(g, "Exp", expand(g, column(g), [2, 3])),
    after: g => expand(g, unary(g, "Exp", column(g)), [2, 3]),
  },
  {
    name: "a sum over repetitions is a multiple",
    on: ["ReduceSum"],
    rewrite: (node, { graph }) => {
      const [repeated] = node.inputs;
      const [x] = repeated?.inputs ?? [];
      if (repeated?.op !== "Expand" || x?.shape.length !== repeated.shape.length) return undefined;
      const axes = listAttribute(node, "axes");
      const repeatedAxes = repeated.shape.flatMap((d, i) => (d === x.shape[i] ? [] : [i]));
      if (!repeatedAxes.every(axis => axes.includes(axis))) return undefined;
      const times = sizeOf(repeated.shape) / sizeOf(x.shape);
      return scaled(graph, reduce(graph, "ReduceSum", x, axes, node.attributes["keepdims"] === 1), times);
    },
    before: g => reduce(g, "ReduceSum", expand(g, column(g), [2, 3]), [1], true),
    after: g => scaled(g, reduce(g, "ReduceSum", column(g), [1], true), 3),
  },
];

interface Padding {
  readonly x: Node;
  readonly axis: number;
  readonly before: number;
  readonly after: number;
}

/** Zeros around a tensor along one axis. */
function zerosAround(node: Node): Padding | undefined {
  const [x] = node.inputs;
  if (node.op !== "Pad" || x === undefined || node.attributes["value"] !== 0) return undefined;
  const pads = listAttribute(node, "pads");
  const rank = node.shape.length;
  const axes = node.shape.flatMap((d, i) => (d === x.shape[i] ? [] : [i]));
  const [axis] = axes;
  if (axis === undefined || axes.length > 1) return undefined;
  return { x, axis, before: pads[axis] ?? 0, after: pads[axis + rank] ?? 0 };
}
