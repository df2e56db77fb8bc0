// The gradient of a convolution's filters as matrix products.
import { convolutionKernels, optionsOf } from "../convolution.ts";
import type { Graph, Node } from "../graph.ts";
import { binary, concat, gemm, pad, reshape, slice, stridedSlice, transpose } from "../operators.ts";
import type { Rule } from "../rewrite.ts";
import { bandsBetween, tapsOf } from "./bands.ts";
import type { Band } from "./bands.ts";
import { example, operandsOf, pairsUpTo, sizesOf, upTo } from "./convolution-parts.ts";
import type { Sizes } from "./convolution-parts.ts";

/** With fewer input channels than this, the gradient is one product of all taps. */
const fewChannels = 16;

/** From so many places of y on, putting the phases of x side by side costs less than a slice of x for every tap. */
const manyPlaces = 64;

const gradientOf = (g: Graph, channels: number, size = 3) =>
  g.node(
    convolutionKernels.filterGradient,
    [g.input("x", [channels, 2 * size, 2 * size, 3]), g.input("y", [2, size, size, 3])],
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
    name: "the gradient of filters over many places is a product for each place of a band's windows",
    on: [convolutionKernels.filterGradient],
    rewrite: (node, { graph }) => {
      const [x, y] = operandsOf(node);
      const [channels] = sizesOf(x);
      const [, h, w] = sizesOf(y);
      const bands = bandsBetween(x, y, node, node.attributes);
      if (channels < fewChannels || h * w < manyPlaces) return undefined;
      return bands && gradientByBands(graph, node, bands);
    },
    before: g => gradientOf(g, fewChannels, 8),
    after: g => {
      const bands = [
        { input: 0, from: 0, windows: 1, phases: [[1]] },
        { input: 1, from: 0, windows: 7, phases: [[2, 0], [3, 1]] }, // prettier-ignore
        { input: 15, from: 7, windows: 1, phases: [[2]] },
      ];
      return gradientByBands(g, gradientOf(g, fewChannels, 8), [bands, bands]);
    },
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

/** All phases of x along a pair of bands, [phases * CI, windows * B], which meet the same places of y. */
function phasesOf(graph: Graph, x: Node, above: Band, beside: Band): Node {
  const [ci, , , rows] = sizesOf(x);
  const [p, q] = [above.phases.length, beside.phases.length];
  const [n, m] = [above.windows, beside.windows];
  const met = slice(graph, x, [0, above.input, beside.input, 0], [ci, n * p, m * q, rows]);
  const apart = transpose(graph, reshape(graph, met, [ci, n, p, m, q, rows]), [2, 4, 0, 1, 3, 5]);
  return reshape(graph, apart, [p * q * ci, n * m * rows]);
}

type Bands = NonNullable<ReturnType<typeof bandsBetween>>;

function gradientByBands(graph: Graph, node: Node, [down, across]: Bands): Node {
  const [x, y] = operandsOf(node);
  const [co, , , rows] = sizesOf(y);
  const [, ci, kh, kw] = sizesOf(node);
  // What a tap gathers in one band after the other.
  const shares = new Map<number, Node>();
  const pairs = down.flatMap(above => across.map(beside => [above, beside] as const));
  for (const [above, beside] of pairs) {
    const inputs = phasesOf(graph, x, above, beside);
    const [n, m] = [above.windows, beside.windows];
    for (const [a, b] of pairsUpTo(tapsOf(above), tapsOf(beside))) {
      const outputs = slice(graph, y, [0, above.from + a, beside.from + b, 0], [co, n, m, rows]);
      const product = gemm(graph, reshape(graph, outputs, [co, n * m * rows]), inputs, { transB: true });
      above.phases
        .flatMap(k => beside.phases.map(l => (k[a] ?? 0) * kw + (l[b] ?? 0)))
        .forEach((tap, i) => {
          const share = slice(graph, product, [0, i * ci], [co, ci]);
          const known = shares.get(tap);
          shares.set(tap, known === undefined ? share : binary(graph, "Add", known, share));
        });
    }
  }
  const taps = upTo(kh * kw).flatMap(tap => shares.get(tap) ?? []) as [Node, ...Node[]];
  return asFilters(graph, concat(graph, taps, 1), [co, ci, kh, kw]);
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
