// The gradient of a convolution's filters as matrix products.
import { convolutionKernels, optionsOf } from "../convolution.ts";
import type { Graph, Node } from "../graph.ts";
import { binary, concat, gather, gemm, pad, reshape, slice, transpose } from "../operators.ts";
import type { Rule } from "../rewrite.ts";
import { bandsBetween, exampleBands } from "./bands.ts";
import type { BandPair } from "./bands.ts";
import { example, operandsOf, pairsUpTo, sizesOf, upTo } from "./convolution-parts.ts";

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
    name: "the gradient of filters is a product a tap, band by band, over what the tap meets",
    on: [convolutionKernels.filterGradient],
    rewrite: (node, { graph }) => {
      const [x, y] = operandsOf(node);
      if (sizesOf(x)[0] < fewChannels) return undefined;
      const bands = bandsBetween(x, y, node, node.attributes);
      return bands && gradientByBands(graph, node, bands);
    },
    before: g => gradientOf(g, fewChannels),
    after: g => gradientByBands(g, gradientOf(g, fewChannels), exampleBands()),
  },
];

function gradientAtOnce(graph: Graph, node: Node): Node {
  const [x, y] = operandsOf(node);
  const { stride, padding } = optionsOf(node.attributes);
  const [co, h, w, rows] = sizesOf(y);
  const [, ci, kh, kw] = sizesOf(node);
  const around = [0, padding, padding, 0];
  const padded = pad(graph, x, around, around);
  const [, height, width] = sizesOf(padded);
  const met = pairsUpTo(kh, kw).flatMap(([k, l]) =>
    pairsUpTo(h, w).map(([i, j]) => (stride * i + k) * width + stride * j + l),
  );
  const places = gather(graph, reshape(graph, padded, [ci, height * width, rows]), met, 1);
  const inputs = reshape(graph, places, [ci * kh * kw, h * w * rows]);
  const products = gemm(graph, reshape(graph, y, [co, h * w * rows]), inputs, { transB: true });
  return reshape(graph, products, node.shape);
}

function gradientByBands(graph: Graph, node: Node, bands: readonly BandPair[]): Node {
  const [x, y] = operandsOf(node);
  const [co, , , rows] = sizesOf(y);
  const [, height, width] = sizesOf(x);
  const [, ci, kh, kw] = sizesOf(node);
  const flat = reshape(graph, x, [ci, height * width, rows]);
  // What a tap gathers in one band after the other.
  const sums = new Map<number, Node>();
  for (const { above, beside, phases } of bands)
    for (const { places, taps } of phases) {
      const inputs = reshape(graph, gather(graph, flat, places, 1), [ci, places.length * rows]);
      for (const { tap, at } of taps) {
        const met = slice(graph, y, [0, ...at, 0], [co, above.windows, beside.windows, rows]);
        const outputs = reshape(graph, met, [co, places.length * rows]);
        const share = gemm(graph, outputs, inputs, { transB: true });
        const known = sums.get(tap);
        sums.set(tap, known === undefined ? share : binary(graph, "Add", known, share));
      }
    }
  // Of an image smaller than the filters some taps meet the padding alone.
  const nothing = graph.uniform(0, [co, ci]);
  const taps = upTo(kh * kw).map(tap => sums.get(tap) ?? nothing) as [Node, ...Node[]];
  const products = reshape(graph, concat(graph, taps, 1), [co, kh, kw, ci]);
  return transpose(graph, products, [0, 3, 1, 2]);
}
