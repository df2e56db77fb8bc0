// Convolutions for a graphics card, whose kernels are ONNX's own over [batch, channels, height, width]: one a convolution,
// between transpositions that meet and vanish (transpositions.ts). The processor's ways are in convolutions.ts.
import { convolutionKernels, optionsOf, type ConvolutionOptions } from "../convolution.ts";
import type { Graph, Node } from "../graph.ts";
import { transpose } from "../operators.ts";
import type { Rule } from "../rewrite.ts";
import { example, filtersOf, image, operandsOf, sizesOf } from "./convolution-parts.ts";

/** [C, H, W, B] as [B, C, H, W] and back. */
const batchFirst = [3, 0, 1, 2];
const batchLast = [1, 2, 3, 0];

const padded = ({ padding }: ConvolutionOptions) => ({ pads: [padding, padding, padding, padding] });

function convolved(graph: Graph, node: Node): Node {
  const [[x, filters], [, , ...bias]] = [operandsOf(node), node.inputs];
  const options = optionsOf(node.attributes);
  const [channels, height, width, rows] = sizesOf(node);
  const result = graph.node(
    "Conv",
    [transpose(graph, x, batchFirst), filters, ...bias],
    [rows, channels, height, width],
    {
      kernel_shape: filters.shape.slice(2),
      strides: [options.stride, options.stride],
      ...padded(options),
    },
  );
  return transpose(graph, result, batchLast);
}

function convolvedTransposed(graph: Graph, node: Node): Node {
  const [y, filters] = operandsOf(node);
  const options = optionsOf(node.attributes);
  const [channels, height, width, rows] = sizesOf(node);
  const result = graph.node(
    "ConvTranspose",
    [transpose(graph, y, batchFirst), filters],
    [rows, channels, height, width],
    {
      kernel_shape: filters.shape.slice(2),
      strides: [options.stride, options.stride],
      ...padded(options),
    },
  );
  return transpose(graph, result, batchLast);
}

/** Channels as images, the batch as channels, y as filters whose taps lie `stride` apart. */
function gradientOfFilters(graph: Graph, node: Node): Node {
  const [x, y] = operandsOf(node);
  const options = optionsOf(node.attributes);
  const [co, ci, kh, kw] = sizesOf(node);
  const [images, filters] = [x, y].map(side => transpose(graph, side, [0, 3, 1, 2])) as [Node, Node];
  const result = graph.node("Conv", [images, filters], [ci, co, kh, kw], {
    kernel_shape: filters.shape.slice(2),
    dilations: [options.stride, options.stride],
    ...padded(options),
  });
  return transpose(graph, result, [1, 0, 2, 3]);
}

const { convolve, convolveTransposed, filterGradient } = convolutionKernels;

const shown = {
  [convolve]: (g: Graph) => g.node(convolve, [image(g, 2, 6), filtersOf(g, 3, 2)], [3, 3, 3, 3], example),
  [convolveTransposed]: (g: Graph) =>
    g.node(convolveTransposed, [image(g, 2, 3), filtersOf(g, 2, 8)], [8, 6, 6, 3], example),
  [filterGradient]: (g: Graph) =>
    g.node(filterGradient, [image(g, 2, 6), g.input("y", [3, 3, 3, 3])], [3, 2, 4, 4], example),
};

const rule = (name: string, kernel: keyof typeof shown, write: (graph: Graph, node: Node) => Node): Rule => ({
  name,
  on: [kernel],
  rewrite: (node, { graph }) => write(graph, node),
  before: shown[kernel],
  after: g => write(g, shown[kernel](g)),
});

export const plainConvolutionRules: readonly Rule[] = [
  rule("a convolution is one with the batch first", convolve, convolved),
  rule("a transposed convolution is one with the batch first", convolveTransposed, convolvedTransposed),
  rule(
    "the gradient of filters is a convolution of channels by the batch",
    filterGradient,
    gradientOfFilters,
  ),
];
