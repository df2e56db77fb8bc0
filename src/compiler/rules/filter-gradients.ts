// The gradient of a convolution's filters as matrix products.
import { convolutionKernels, optionsOf } from "../convolution.ts";
import type { Graph, Node } from "../graph.ts";
import { binary, concat, gather, gemm, pad, reshape, slice, transpose } from "../operators.ts";
import type { Rule } from "../rewrite.ts";
import { bandsBetween, phasePlaces } from "./bands.ts";
import type { Bands } from "./bands.ts";
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
    after: g => {
      const bands = [
        { input: 0, from: 0, windows: 1, phases: [[1]] },
        { input: 1, from: 0, windows: 2, phases: [[2, 0], [3, 1]] }, // prettier-ignore
        { input: 5, from: 2, windows: 1, phases: [[2]] },
      ];
      return gradientByBands(g, gradientOf(g, fewChannels), [bands, bands]);
    },
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

function gradientByBands(graph: Graph, node: Node, [down, across]: Bands): Node {
  const [x, y] = operandsOf(node);
  const [co, , , rows] = sizesOf(y);
  const [, height, width] = sizesOf(x);
  const [, ci, kh, kw] = sizesOf(node);
  const places = reshape(graph, x, [ci, height * width, rows]);
  // What a tap gathers in one band after the other.
  const sums = new Map<number, Node>();
  for (const above of down)
    for (const beside of across) {
      const size = above.windows * beside.windows * rows;
      const outputs = (a: number, b: number): Node => {
        const shape = [co, above.windows, beside.windows, rows];
        return reshape(graph, slice(graph, y, [0, above.from + a, beside.from + b, 0], shape), [co, size]);
      };
      for (const [p, q] of pairsUpTo(above.phases.length, beside.phases.length)) {
        const met = phasePlaces(above, p).flatMap(i => phasePlaces(beside, q).map(j => i * width + j));
        const inputs = reshape(graph, gather(graph, places, met, 1), [ci, size]);
        above.phases[p]?.forEach((k, a) =>
          beside.phases[q]?.forEach((l, b) => {
            const share = gemm(graph, outputs(a, b), inputs, { transB: true });
            const known = sums.get(k * kw + l);
            sums.set(k * kw + l, known === undefined ? share : binary(graph, "Add", known, share));
          }),
        );
      }
    }
  const taps = upTo(kh * kw).flatMap(tap => sums.get(tap) ?? []) as [Node, ...Node[]];
  const products = reshape(graph, concat(graph, taps, 1), [co, kh, kw, ci]);
  return transpose(graph, products, [0, 3, 1, 2]);
}
