// What ONNX Runtime computes faster when it is said in other words. The values are the same, bit for bit. Its broadcast
// goes through a matrix row by row: beside a column, a scalar costs a call a row.
import { sizeOf, uniformValue } from "../graph.ts";
import type { Graph, Node } from "../graph.ts";
import {
  binary,
  binaryOperators,
  gather,
  gemm,
  gemmOptions,
  listAttribute,
  reduce,
  reshape,
  transpose,
} from "../operators.ts";
import type { Rule } from "../rewrite.ts";

/** Rows of more numbers than this are long enough to be multiplied one by one. */
const longestRepeated = 64;

/** A transposed matrix is packed in a time that does not depend on how few columns it meets. */
const fewColumns = 4;
const manyRows = 128;

const isColumn = ({ shape }: Node): boolean => shape.length > 0 && shape.at(-1) === 1 && sizeOf(shape) > 1;

const column = (graph: Graph) => graph.input("column", [5, 1]);
const matrix = (graph: Graph) => graph.input("x", [5, 3]);

export const narrowProductRules: readonly Rule[] = [
  {
    name: "a tall transposed matrix times few columns, as a vector, is the product the other way round, its values put in order",
    on: ["Reshape"],
    rewrite: (node, { graph, usedOnce }) => {
      const [product] = node.inputs;
      const [a, b] = product?.inputs ?? [];
      if (product?.op !== "Gemm" || !a || !b || node.shape.length !== 1 || !usedOnce(product))
        return undefined;
      const { transA, transB, alpha, c } = gemmOptions(product);
      const [rows = 0, columns = 0] = product.shape;
      const narrow = columns > 1 && columns <= fewColumns && columns < rows;
      if (!transA || transB || c || !narrow || (a.shape[0] ?? 0) < manyRows) return undefined;
      const turned = reshape(graph, gemm(graph, b, a, { transA, alpha }), node.shape);
      const places = Array.from(
        { length: rows * columns },
        (_, i) => (i % columns) * rows + Math.floor(i / columns),
      );
      return gather(graph, turned, places, 0);
    },
    before: g => reshape(g, gemm(g, g.input("a", [128, 3]), g.input("b", [128, 2]), { transA: true }), [6]),
    after: g =>
      gather(
        g,
        reshape(g, gemm(g, g.input("b", [128, 2]), g.input("a", [128, 3]), { transA: true }), [6]),
        [0, 3, 1, 4, 2, 5],
        0,
      ),
  },
];

export const restatingRules: readonly Rule[] = [
  {
    name: "a scalar beside a column has the column's number of dimensions",
    on: binaryOperators,
    rewrite: (node, { graph }) => {
      const [a, b] = node.inputs;
      if (!a || !b) return undefined;
      const ones = node.shape.map(() => 1);
      const beside = (scalar: Node) => {
        const value = uniformValue(scalar);
        return value === undefined ? reshape(graph, scalar, ones) : graph.uniform(value, ones);
      };
      if (isColumn(a) && b.shape.length === 0) return binary(graph, node.op, a, beside(b));
      return isColumn(b) && a.shape.length === 0 ? binary(graph, node.op, beside(a), b) : undefined;
    },
    before: g => binary(g, "Add", column(g), g.uniform(2)),
    after: g => binary(g, "Add", column(g), g.uniform(2, [1, 1])),
  },
  {
    name: "a matrix times one number a row is times the numbers repeated by a product",
    on: ["Mul"],
    rewrite: (node, { graph }) => {
      const [a, b] = node.inputs;
      if (!a || !b || node.shape.length !== 2) return undefined;
      const [whole, numbers] = isColumn(a) ? [b, a] : [a, b];
      const [, columns = 0] = whole.shape;
      if (!isColumn(numbers) || numbers.shape.length !== 2 || whole.shape[0] !== numbers.shape[0])
        return undefined;
      if (columns < 2 || columns > longestRepeated) return undefined;
      return binary(graph, "Mul", whole, gemm(graph, numbers, graph.uniform(1, [1, columns])));
    },
    before: g => binary(g, "Mul", column(g), matrix(g)),
    after: g => binary(g, "Mul", matrix(g), gemm(g, column(g), g.uniform(1, [1, 3]))),
  },
  {
    name: "a reduction that gets its dimensions of size 1 back keeps them",
    on: ["Reshape"],
    rewrite: (node, { graph, usedOnce }) => {
      const [reduced] = node.inputs;
      const [x] = reduced?.inputs ?? [];
      if (!reduced?.op.startsWith("Reduce") || !x || !usedOnce(reduced)) return undefined;
      const kept = reduce(graph, reduced.op, x, listAttribute(reduced, "axes"), true);
      return kept.shape.join() === node.shape.join() ? kept : undefined;
    },
    before: g => reshape(g, reduce(g, "ReduceSum", matrix(g), [1], false), [5, 1]),
    after: g => reduce(g, "ReduceSum", matrix(g), [1], true),
  },
  {
    name: "a tensor whose first and last dimension change places is transposed as a matrix, then moved by whole rows",
    on: ["Transpose"],
    rewrite: (node, { graph }) => {
      const [x] = node.inputs;
      const last = node.shape.length - 1;
      const swaps = listAttribute(node, "perm").every(
        (from, to) => from === (to % last === 0 ? last - to : to),
      );
      return x && last > 1 && swaps ? endsSwapped(graph, x) : undefined;
    },
    before: g => transpose(g, g.input("x", [8, 4, 5, 3]), [3, 1, 2, 0]),
    after: g => {
      const matrix = transpose(g, reshape(g, g.input("x", [8, 4, 5, 3]), [8, 60]), [1, 0]);
      return reshape(g, transpose(g, reshape(g, matrix, [20, 3, 8]), [1, 0, 2]), [3, 4, 5, 8]);
    },
  },
];

/** [first, ..., last] as [last, ..., first]; the longer of the two is the one along which whole rows are moved. */
function endsSwapped(graph: Graph, x: Node): Node {
  const [first = 1, ...others] = x.shape;
  const [between, last = 1] = [others.slice(0, -1), others.at(-1)];
  const places = sizeOf(between);
  const shape = [last, ...between, first];
  if (first >= last) {
    const matrix = transpose(graph, reshape(graph, x, [first, places * last]), [1, 0]);
    return reshape(graph, transpose(graph, reshape(graph, matrix, [places, last, first]), [1, 0, 2]), shape);
  }
  const moved = transpose(graph, reshape(graph, x, [first, places, last]), [1, 0, 2]);
  return reshape(graph, transpose(graph, reshape(graph, moved, [places * first, last]), [1, 0]), shape);
}
