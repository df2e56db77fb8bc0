// What all rules of convolutions are made of. docs/architecture.md has what each way of computing saves.
import type { ConvolutionOptions } from "../convolution.ts";
import type { Graph, Node } from "../graph.ts";
import { reshape } from "../operators.ts";

type Sizes = readonly [number, number, number, number];

/** [C, H, W, B] of a tensor, [CO, CI, KH, KW] of filters. */
export const sizesOf = (node: Node): Sizes => {
  const [a = 1, b = 1, c = 1, d = 1] = node.shape;
  return [a, b, c, d];
};

/** The two tensors that every convolution is made of. */
export function operandsOf(node: Node): readonly [Node, Node] {
  const [a, b] = node.inputs;
  if (a === undefined || b === undefined) throw new Error(`${node.op} has two operands.`);
  return [a, b];
}

/** The ONNX convolution of x [CI, H, W, B] with filters [CO, CI, KH, KW], and a bias [CO] where there is one. */
export function conv(
  graph: Graph,
  [x, filters, ...bias]: readonly [Node, Node, ...Node[]],
  { stride, padding }: ConvolutionOptions,
): Node {
  const [, height, width, rows] = sizesOf(x);
  const [channels, , kh, kw] = sizesOf(filters);
  const h = (height + 2 * padding - kh) / stride + 1;
  const w = (width + 2 * padding - kw) / stride + 1;
  const result = graph.node(
    "Conv",
    [reshape(graph, x, [1, ...x.shape]), reshape(graph, filters, [...filters.shape, 1]), ...bias],
    [1, channels, h, w, rows],
    {
      kernel_shape: [kh, kw, 1],
      strides: [stride, stride, 1],
      pads: [padding, padding, 0, padding, padding, 0],
    },
  );
  return reshape(graph, result, [channels, h, w, rows]);
}

/** 0 to n - 1. */
export const upTo = (n: number): readonly number[] => Array.from({ length: n }, (_, i) => i);

/** Every pair of a number below `height` and one below `width`, row by row. */
export const pairsUpTo = (height: number, width: number): readonly (readonly [number, number])[] =>
  upTo(height).flatMap(a => upTo(width).map(b => [a, b] as const));

/** What rules of convolutions are shown with: 4x4 filters of stride 2, as DCGANs have them, on images of three rows. */
export const example = { stride: 2, padding: 1 };
export const image = (g: Graph, channels: number, size: number): Node =>
  g.input("x", [channels, size, size, 3]);
export const filtersOf = (g: Graph, co: number, ci: number): Node => g.input("w", [co, ci, 4, 4]);
