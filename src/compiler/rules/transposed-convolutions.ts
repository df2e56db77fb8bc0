// A transposed convolution, which the gradient of a convolution's input is too, as matrix products without its zeros.
import { convolutionKernels, optionsOf } from "../convolution.ts";
import type { Graph, Node } from "../graph.ts";
import { binary, concat, gather, gemm, reshape, slice, transpose } from "../operators.ts";
import type { Rule } from "../rewrite.ts";
import { bandsBetween, exampleBands, reachOf, tapsOf } from "./bands.ts";
import type { BandPair } from "./bands.ts";
import { conv, example, filtersOf, image, operandsOf, sizesOf, upTo } from "./convolution-parts.ts";

/** Fewer outputs a place than this are computed faster by one product that is then folded. */
const fewOutputs = 32;

const transposedOf = (g: Graph, channels: number) =>
  g.node(
    convolutionKernels.convolveTransposed,
    [image(g, 2, 3), filtersOf(g, 2, channels)],
    [channels, 6, 6, 3],
    example,
  );

/** Over [places * rows], whose number must be known. */
export const foldedConvolutionRules: readonly Rule[] = [
  {
    name: "a transposed convolution to few channels is one product, folded",
    on: [convolutionKernels.convolveTransposed],
    rewrite: (node, { graph }) => {
      const { stride } = optionsOf(node.attributes);
      if (sizesOf(node)[0] * stride * stride >= fewOutputs) return undefined;
      const bands = bandsOfTransposed(node);
      return bands && folded(graph, node, bands);
    },
    before: g => transposedOf(g, 1),
    after: g => folded(g, transposedOf(g, 1), exampleBands()),
  },
];

export const transposedConvolutionRules: readonly Rule[] = [
  {
    name: "a transposed convolution of stride 1 is a convolution by turned filters",
    on: [convolutionKernels.convolveTransposed],
    rewrite: (node, { graph }) => turnedAround(graph, node),
    before: g => ofStride1(g),
    after: g => conv(g, [image(g, 2, 3), turned(g, filtersOf(g, 2, 8))], { stride: 1, padding: 2 }),
  },
  {
    name: "a transposed convolution is a convolution a band, of all its phases, without padding",
    on: [convolutionKernels.convolveTransposed],
    rewrite: (node, { graph }) => {
      const bands = bandsOfTransposed(node);
      return bands && inBands(graph, node, bands);
    },
    before: g => transposedOf(g, 8),
    after: g => inBands(g, transposedOf(g, 8), exampleBands()),
  },
];

function bandsOfTransposed(node: Node): readonly BandPair[] | undefined {
  const [y, filters] = operandsOf(node);
  return bandsBetween(node, y, filters, node.attributes);
}

const ofStride1 = (g: Graph) =>
  g.node(convolutionKernels.convolveTransposed, [image(g, 2, 3), filtersOf(g, 2, 8)], [8, 4, 4, 3], {
    stride: 1,
    padding: 1,
  });

/** Every place of its output meets all taps in the reverse order, those beyond the border in a padding. */
function turnedAround(graph: Graph, node: Node): Node | undefined {
  const [y, filters] = operandsOf(node);
  const { stride, padding } = optionsOf(node.attributes);
  const [, , kh, kw] = sizesOf(filters);
  if (stride !== 1 || kh !== kw) return undefined;
  return conv(graph, [y, turned(graph, filters)], { stride, padding: kh - 1 - padding });
}

/** filters [CO, CI, KH, KW] as [CI, CO, KH, KW], the last tap first. */
function turned(graph: Graph, filters: Node): Node {
  const [co, ci, kh, kw] = sizesOf(filters);
  return reshape(graph, pickedTaps(graph, filters, upTo(kh * kw).toReversed()), [ci, co, kh, kw]);
}

/** One convolution for every pair of bands: all phases of a window are outputs of the same product. */
function inBands(graph: Graph, node: Node, bands: readonly BandPair[]): Node {
  const [y, filters] = operandsOf(node);
  const [co, , , rows] = sizesOf(y);
  const parts = bands.map((pair): Part => {
    const { above, beside, phases } = pair;
    const met = slice(graph, y, [0, above.from, beside.from, 0], [co, reachOf(above), reachOf(beside), rows]);
    const result = conv(graph, [met, bandFilters(graph, filters, pair)], { stride: 1, padding: 0 });
    return { result, places: phases.flatMap(({ places }) => places) };
  });
  return joined(graph, parts, node.shape);
}

/** All products of taps and places at once; each output is then the sum of those that fall on it. */
function folded(graph: Graph, node: Node, bands: readonly BandPair[]): Node {
  const [y, filters] = operandsOf(node);
  const [co, h, w, rows] = sizesOf(y);
  const [, ci, kh, kw] = sizesOf(filters);
  const weights = reshape(graph, transpose(graph, filters, [2, 3, 1, 0]), [kh * kw * ci, co]);
  const flat = gemm(graph, weights, reshape(graph, y, [co, h * w * rows]));
  const products = reshape(graph, flat, [kh * kw * ci, h, w, rows]);
  const parts = bands.flatMap(({ above, beside, phases }) =>
    phases.map(({ places, taps }): Part => {
      const size = [ci, above.windows, beside.windows, rows];
      const met = taps.map(({ tap, at }) => slice(graph, products, [tap * ci, ...at, 0], size));
      return { result: met.reduce((a, b) => binary(graph, "Add", a, b)), places };
    }),
  );
  return joined(graph, parts, node.shape);
}

/** Some channels' values at some places (row * width + column), in any shape of [channels, places, rows]. */
interface Part {
  readonly result: Node;
  readonly places: readonly number[];
}

/** Parts that have every place once between them, as one tensor [C, H, W, B]: joined, then put in order by one gathering. */
function joined(graph: Graph, parts: readonly Part[], shape: readonly number[]): Node {
  const [channels = 1, , , rows = 1] = shape;
  const flat = parts.map(({ result, places }) => reshape(graph, result, [channels, places.length, rows]));
  const order = parts.flatMap(({ places }) => places);
  const found = new Array<number>(order.length);
  order.forEach((place, at) => (found[place] = at));
  return reshape(graph, gather(graph, concat(graph, flat as [Node, ...Node[]], 1), found, 1), shape);
}

/** filters [CO, CI, KH, KW] as the filters [CI * phases, CO, taps down, taps across] of a pair of bands. */
function bandFilters(graph: Graph, filters: Node, { above, beside, phases }: BandPair): Node {
  const [co, ci] = sizesOf(filters);
  const met = phases.flatMap(({ taps }) => taps.map(({ tap }) => tap));
  const outputs = ci * phases.length;
  const [k, l] = [tapsOf(above), tapsOf(beside)];
  return reshape(graph, pickedTaps(graph, filters, met, outputs), [outputs, co, k, l]);
}

/**
 * Taps (row * KW + column) of filters [CO, CI, KH, KW], each channel's shared out among so many outputs:
 * [outputs, CO, taps of one].
 */
function pickedTaps(
  graph: Graph,
  filters: Node,
  taps: readonly number[],
  outputs = sizesOf(filters)[1],
): Node {
  const [co, ci, kh, kw] = sizesOf(filters);
  // Two transpositions of matrices and a gathering of whole rows: faster than picking single numbers.
  const rows = transpose(graph, reshape(graph, filters, [co, ci * kh * kw]), [1, 0]);
  const picked = gather(graph, reshape(graph, rows, [ci, kh * kw, co]), taps, 1);
  return transpose(graph, reshape(graph, picked, [outputs, (ci * taps.length) / outputs, co]), [0, 2, 1]);
}
