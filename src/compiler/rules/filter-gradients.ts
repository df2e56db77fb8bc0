// The gradient of a convolution's filters as matrix products.
import { convolutionKernels, optionsOf } from "../convolution.ts";
import type { Graph, Node } from "../graph.ts";
import { concat, gemm, pad, reshape, slice, stridedSlice, transpose } from "../operators.ts";
import type { Rule } from "../rewrite.ts";
import { example, operandsOf, sizesOf, upTo } from "./convolution-parts.ts";
import type { Sizes } from "./convolution-parts.ts";

/** With fewer input channels than this, the gradient is one product of all taps. */
const fewChannels = 16;

const gradientOf = (g: Graph, channels: number) =>
  g.node(
    convolutionKernels.filterGradient,
    [g.input("x", [channels, 6, 6, 3]), g.input("y", [2, 3, 3, 3])],
    [2, channels, 4, 4],
    example,
  );

/** Over [places * rows], whose number must be known. */
export const filterGradientRules: readonly Rule[] = [
  {
    name: "the gradient of filters of few channels is one product over all taps",
    on: [convolutionKernels.filterGradient],
    rewrite: (node, { graph }) =>
      sizesOf(operandsOf(node)[0])[0] < fewChannels ? gradientAtOnce(graph, node) : undefined,
    before: g => gradientOf(g, 2),
    after: g => gradientAtOnce(g, gradientOf(g, 2)),
  },
  {
    name: "the gradient of filters is a product a tap, over what the tap meets",
    on: [convolutionKernels.filterGradient],
    rewrite: (node, { graph }) =>
      sizesOf(operandsOf(node)[0])[0] >= fewChannels ? gradientByTaps(graph, node) : undefined,
    before: g => gradientOf(g, fewChannels),
    after: g => gradientByTaps(g, gradientOf(g, fewChannels)),
  },
];

/** Rows of products [CO, taps, CI] as filters [CO, CI, KH, KW]. */
function asFilters(graph: Graph, products: Node, [co, ci, kh, kw]: Sizes): Node {
  return transpose(graph, reshape(graph, products, [co, kh, kw, ci]), [0, 3, 1, 2]);
}

function gradientAtOnce(graph: Graph, node: Node): Node {
  const [x, y] = operandsOf(node);
  const { stride, padding } = optionsOf(node.attributes);
  const [co, h, w, rows] = sizesOf(y);
  const [, ci, kh, kw] = sizesOf(node);
  const around = [0, padding, padding, 0];
  const padded = pad(graph, x, around, around);
  const places = upTo(kh * kw).map(tap =>
    stridedSlice(
      graph,
      padded,
      [0, Math.floor(tap / kw), tap % kw, 0],
      [1, stride, stride, 1],
      [ci, h, w, rows],
    ),
  ) as [Node, ...Node[]];
  const met = reshape(graph, concat(graph, places, 0), [kh * kw * ci, h * w * rows]);
  const products = gemm(graph, reshape(graph, y, [co, h * w * rows]), met, { transB: true });
  return asFilters(graph, products, [co, ci, kh, kw]);
}

/** Outputs [from, to) of a convolution along one axis for which a tap meets no padding. */
function spanOf(tap: number, input: number, output: number, stride: number, padding: number) {
  const from = Math.max(0, Math.ceil((padding - tap) / stride));
  const to = Math.min(output, Math.floor((input - 1 + padding - tap) / stride) + 1);
  return [from, Math.max(from, to)] as const;
}

function gradientByTaps(graph: Graph, node: Node): Node {
  const [x, y] = operandsOf(node);
  const { stride, padding } = optionsOf(node.attributes);
  const [co, h, w, rows] = sizesOf(y);
  const [, height, width] = sizesOf(x);
  const [, ci, kh, kw] = sizesOf(node);
  const product = (k: number, l: number): Node => {
    const [top, bottom] = spanOf(k, height, h, stride, padding);
    const [left, right] = spanOf(l, width, w, stride, padding);
    const places = (bottom - top) * (right - left) * rows;
    const outputs = slice(graph, y, [0, top, left, 0], [co, bottom - top, right - left, rows]);
    const inputs = stridedSlice(
      graph,
      x,
      [0, top * stride + k - padding, left * stride + l - padding, 0],
      [1, stride, stride, 1],
      [ci, bottom - top, right - left, rows],
    );
    return gemm(graph, reshape(graph, outputs, [co, places]), reshape(graph, inputs, [ci, places]), {
      transB: true,
    });
  };
  const products = upTo(kh * kw).map(tap => product(Math.floor(tap / kw), tap % kw)) as [Node, ...Node[]];
  return asFilters(graph, concat(graph, products, 1), [co, ci, kh, kw]);
}
