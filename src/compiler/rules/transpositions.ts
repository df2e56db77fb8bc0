// Transpositions move behind what works element by element, until they meet their own reverse (layout.ts) or stay.
import type { Graph, Node } from "../graph.ts";
import { sameShape, sizeOf } from "../graph.ts";
import {
  binary,
  binaryOperators,
  concat,
  listAttribute,
  reduce,
  reshape,
  slice,
  transpose,
  unary,
  unaryOperators,
} from "../operators.ts";
import type { Rule } from "../rewrite.ts";

const perm = [1, 2, 0];
const turned = (g: Graph, name = "x") => transpose(g, g.input(name, [2, 3, 4]), perm);

/** What was transposed, and how. */
function transposed(
  node: Node | undefined,
): { readonly x: Node; readonly order: readonly number[] } | undefined {
  const [x] = node?.inputs ?? [];
  return node?.op === "Transpose" && x !== undefined ? { x, order: listAttribute(node, "perm") } : undefined;
}

/** A tensor beside transposed ones as one beside the tensors themselves: where it has more than one long dimension, null. */
function before(graph: Graph, node: Node, order: readonly number[]): Node | null {
  const own = transposed(node);
  if (own !== undefined && sameShape(own.order, order)) return own.x;
  if (sizeOf(node.shape) === 1) return reshape(graph, node, []);
  const whole = [...Array<number>(order.length - node.shape.length).fill(1), ...node.shape];
  if (whole.filter(size => size > 1).length > 1) return null;
  const shape = [...whole];
  order.forEach((from, to) => (shape[from] = whole[to] ?? 1));
  return reshape(graph, node, shape);
}

export const transpositionRules: readonly Rule[] = [
  {
    name: "a function of a transposed tensor is the transposed function",
    on: unaryOperators,
    rewrite: (node, { graph }) => {
      const inner = transposed(node.inputs[0]);
      if (inner === undefined) return undefined;
      return transpose(graph, unary(graph, node.op, inner.x, node.attributes), inner.order);
    },
    before: g => unary(g, "Exp", turned(g)),
    after: g => transpose(g, unary(g, "Exp", g.input("x", [2, 3, 4])), perm),
  },
  {
    name: "a function of two tensors transposed alike is the transposed function",
    on: binaryOperators,
    rewrite: (node, { graph }) => {
      const [a, b] = node.inputs;
      const order = (transposed(a) ?? transposed(b))?.order;
      if (a === undefined || b === undefined || order?.length !== node.shape.length) return undefined;
      const [left, right] = [before(graph, a, order), before(graph, b, order)];
      if (left === null || right === null) return undefined;
      const result = binary(graph, node.op, left, right);
      const moved = transpose(graph, result, order);
      return sameShape(moved.shape, node.shape) ? moved : undefined;
    },
    before: g => binary(g, "Mul", turned(g), turned(g, "y")),
    after: g => transpose(g, binary(g, "Mul", g.input("x", [2, 3, 4]), g.input("y", [2, 3, 4])), perm),
  },
  {
    name: "a slice of a transposed tensor is the transposed slice",
    on: ["Slice"],
    rewrite: (node, { graph }) => {
      const inner = transposed(node.inputs[0]);
      if (inner === undefined) return undefined;
      const { x, order } = inner;
      const given = listAttribute(node, "begin");
      const [begin, size] = [[...x.shape], [...x.shape]];
      order.forEach((from, to) => {
        begin[from] = given[to] ?? 0;
        size[from] = node.shape[to] ?? 1;
      });
      return transpose(graph, slice(graph, x, begin, size), order);
    },
    before: g => slice(g, turned(g), [1, 0, 1], [2, 4, 1]),
    after: g => transpose(g, slice(g, g.input("x", [2, 3, 4]), [1, 1, 0], [1, 2, 4]), perm),
  },
  {
    name: "tensors transposed alike and joined are the transposed tensors that are joined",
    on: ["Concat"],
    rewrite: (node, { graph }) => {
      const inner = node.inputs.map(transposed);
      const [first] = inner;
      if (first === undefined) return undefined;
      const { order } = first;
      const parts = inner.flatMap(part => (part && sameShape(part.order, order) ? [part.x] : []));
      const [x, ...others] = parts;
      if (x === undefined || parts.length < inner.length) return undefined;
      // A part that is transposed twice becomes one that is transposed once; until then this is the way back of a rule of layouts.
      if (parts.some(part => part.op === "Transpose")) return undefined;
      return transpose(
        graph,
        concat(graph, [x, ...others], order[Number(node.attributes["axis"])] ?? 0),
        order,
      );
    },
    before: g => concat(g, [turned(g), turned(g, "y")], 0),
    after: g => transpose(g, concat(g, [g.input("x", [2, 3, 4]), g.input("y", [2, 3, 4])], 1), perm),
  },
  {
    name: "a reduction of a transposed tensor to one dimension or none is one of the tensor",
    on: ["ReduceSum", "ReduceMean", "ReduceMax", "ReduceMin"],
    rewrite: (node, { graph }) => {
      const inner = transposed(node.inputs[0]);
      if (inner === undefined || node.shape.filter(size => size > 1).length > 1) return undefined;
      const axes = listAttribute(node, "axes").map(axis => inner.order[axis] ?? 0);
      return reshape(
        graph,
        reduce(
          graph,
          node.op,
          inner.x,
          axes.toSorted((a, b) => a - b),
          true,
        ),
        node.shape,
      );
    },
    before: g => reduce(g, "ReduceSum", turned(g), [0, 2], false),
    after: g => reshape(g, reduce(g, "ReduceSum", g.input("x", [2, 3, 4]), [0, 1], true), [4]),
  },
];
