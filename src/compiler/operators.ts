// Nodes of our graph, made with the shape that follows from their inputs.
import { sameShape } from "./graph.ts";
import type { Attributes, Graph, Node } from "./graph.ts";

/** Operators that work element by element on two operands. */
export const binaryOperators = ["Add", "Sub", "Mul", "Div", "Max", "Min", "Pow"] as const;

/** Operators that work element by element on one operand. */
export const unaryOperators = [
  "Abs",
  "Ceil",
  "Cos",
  "Elu",
  "Erf",
  "Exp",
  "Floor",
  "LeakyRelu",
  "Log",
  "Neg",
  "Reciprocal",
  "Relu",
  "Round",
  "Selu",
  "Sigmoid",
  "Sign",
  "Sin",
  "Slope",
  "Softplus",
  "Sqrt",
  "Step",
  "Tanh",
] as const;

/** The shape of an elementwise result of two operands. */
export function broadcastShape(a: readonly number[], b: readonly number[]): number[] {
  const rank = Math.max(a.length, b.length);
  const at = (shape: readonly number[], i: number) => shape[i - rank + shape.length] ?? 1;
  return Array.from({ length: rank }, (_, i) => (at(a, i) === 1 ? at(b, i) : at(a, i)));
}

export function binary(graph: Graph, op: string, a: Node, b: Node): Node {
  return graph.node(op, [a, b], broadcastShape(a.shape, b.shape));
}

export function unary(graph: Graph, op: string, x: Node, attributes: Attributes = {}): Node {
  return graph.node(op, [x], x.shape, attributes, x.type);
}

/** The same operation on other operands of the same shapes. */
export function withInputs(graph: Graph, node: Node, inputs: readonly Node[]): Node {
  return graph.node(node.op, inputs, node.shape, node.attributes);
}

/** x times a number known while compiling. */
export function scaled(graph: Graph, x: Node, factor: number): Node {
  return binary(graph, "Mul", x, graph.uniform(factor));
}

/** The same values under another shape. */
export function reshape(graph: Graph, x: Node, shape: readonly number[]): Node {
  return sameShape(x.shape, shape) ? x : graph.node("Reshape", [x], shape, {}, x.type);
}

/** x repeated along its dimensions of size 1. */
export function expand(graph: Graph, x: Node, shape: readonly number[]): Node {
  return sameShape(x.shape, shape) ? x : graph.node("Expand", [x], shape, {}, x.type);
}

export function reduce(graph: Graph, op: string, x: Node, axes: readonly number[], keepDims: boolean): Node {
  // ONNX takes no axes for all of them.
  if (axes.length === 0) return x;
  const shape = keepDims
    ? x.shape.map((d, i) => (axes.includes(i) ? 1 : d))
    : x.shape.filter((_, i) => !axes.includes(i));
  return graph.node(op, [x], shape, { axes, keepdims: Number(keepDims) });
}

/** The part of x that starts at `begin` and has the shape `size`. */
export function slice(graph: Graph, x: Node, begin: readonly number[], size: readonly number[]): Node {
  if (sameShape(size, x.shape)) return x;
  return graph.node("Slice", [x], size, { begin }, x.type);
}

/** The elements of the given places along an axis. */
export function gather(graph: Graph, x: Node, indices: readonly number[], axis: number): Node {
  const shape = x.shape.map((d, i) => (i === axis ? indices.length : d));
  return graph.node("Gather", [x], shape, { indices, axis });
}

/** x with so many zeros before and after it along each dimension. */
export function pad(graph: Graph, x: Node, before: readonly number[], after: readonly number[]): Node {
  const shape = x.shape.map((d, i) => d + (before[i] ?? 0) + (after[i] ?? 0));
  if (sameShape(shape, x.shape)) return x;
  return graph.node("Pad", [x], shape, { pads: [...before, ...after], value: 0 });
}

export function concat(graph: Graph, parts: readonly [Node, ...Node[]], axis: number): Node {
  const [first] = parts;
  if (parts.length === 1) return first;
  const total = parts.reduce((n, p) => n + (p.shape[axis] ?? 1), 0);
  const shape = first.shape.map((d, i) => (i === axis ? total : d));
  return graph.node("Concat", parts, shape, { axis });
}

export function transpose(graph: Graph, x: Node, perm: readonly number[]): Node {
  if (perm.every((p, i) => p === i)) return x;
  const shape = perm.map(p => x.shape[p] ?? 1);
  return graph.node("Transpose", [x], shape, { perm }, x.type);
}

export interface GemmOptions {
  readonly transA?: boolean;
  readonly transB?: boolean;
  readonly alpha?: number;
  /** Added to the product; broadcast over rows where it is one row. */
  readonly c?: Node;
}

/** alpha * a b + c for matrices a [m, k] and b [k, n], either of them given transposed. */
export function gemm(
  graph: Graph,
  a: Node,
  b: Node,
  { transA = false, transB = false, alpha = 1, c }: GemmOptions = {},
): Node {
  const shape = [a.shape[transA ? 1 : 0] ?? 1, b.shape[transB ? 0 : 1] ?? 1];
  const attributes = { transA: Number(transA), transB: Number(transB), alpha: Math.fround(alpha) };
  return graph.node("Gemm", c === undefined ? [a, b] : [a, b, c], shape, attributes);
}

/** What a Gemm node was made with. */
export function gemmOptions(node: Node): Required<Omit<GemmOptions, "c">> & Pick<GemmOptions, "c"> {
  const { transA, transB, alpha } = node.attributes;
  const c = node.inputs[2];
  return {
    transA: transA === 1,
    transB: transB === 1,
    alpha: Number(alpha),
    ...(c !== undefined && { c }),
  };
}

/** An attribute that is a list of numbers. */
export function listAttribute(node: Node, name: string): readonly number[] {
  const value = node.attributes[name];
  return typeof value === "object" ? value : [];
}
