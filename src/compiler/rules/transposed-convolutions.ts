// A transposed convolution, which the gradient of a convolution's input is too, as matrix products without its zeros.
import { convolutionKernels, optionsOf } from "../convolution.ts";
import type { Graph, Node } from "../graph.ts";
import { binary, concat, gather, gemm, pad, reshape, slice, transpose } from "../operators.ts";
import type { Rule } from "../rewrite.ts";
import { bandsBetween, phasePlaces, reachOf, tapsOf } from "./bands.ts";
import type { Band, Bands } from "./bands.ts";
import { conv, example, filtersOf, image, operandsOf, pairsUpTo, sizesOf } from "./convolution-parts.ts";

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
      const few = sizesOf(node)[0] * stride * stride < fewOutputs;
      return few && hasPhases(node) ? folded(graph, node) : undefined;
    },
    before: g => transposedOf(g, 1),
    after: g => folded(g, transposedOf(g, 1)),
  },
];

export const transposedConvolutionRules: readonly Rule[] = [
  {
    name: "a transposed convolution is a convolution a band, of all its phases, without padding",
    on: [convolutionKernels.convolveTransposed],
    rewrite: (node, { graph }) => {
      const [y, filters] = operandsOf(node);
      const bands = bandsBetween(node, y, filters, node.attributes);
      return bands && inBands(graph, node, bands);
    },
    before: g => transposedOf(g, 8),
    after: g => {
      // The first row of outputs sees tap 1 of the first row of y, the last one tap 2 of the last row; of the rows
      // between, the two that lie at y[n] and y[n + 1] see taps 2 and 0, and 3 and 1, of these.
      const bands = [
        { input: 0, from: 0, windows: 1, phases: [[1]] },
        { input: 1, from: 0, windows: 2, phases: [[2, 0], [3, 1]] }, // prettier-ignore
        { input: 5, from: 2, windows: 1, phases: [[2]] },
      ];
      return inBands(g, transposedOf(g, 8), [bands, bands]);
    },
  },
];

/**
 * One convolution for every pair of bands: all phases of a window are outputs of the same product. All places of x lie
 * side by side then, and one gathering puts them in order.
 */
function inBands(graph: Graph, node: Node, [down, across]: Bands): Node {
  const [y, filters] = operandsOf(node);
  const [co] = sizesOf(y);
  const [ci, , width, rows] = sizesOf(node);
  const parts: Node[] = [];
  const order: number[] = [];
  for (const above of down)
    for (const beside of across) {
      const size = [co, reachOf(above), reachOf(beside), rows];
      const met = slice(graph, y, [0, above.from, beside.from, 0], size);
      const result = conv(graph, [met, bandFilters(graph, filters, above, beside)], 1, noMargins);
      const places = pairsUpTo(above.phases.length, beside.phases.length).flatMap(([p, q]) =>
        phasePlaces(above, p).flatMap(i => phasePlaces(beside, q).map(j => i * width + j)),
      );
      parts.push(reshape(graph, result, [ci, places.length, rows]));
      order.push(...places);
    }
  const found = new Array<number>(order.length);
  order.forEach((place, at) => (found[place] = at));
  const all = concat(graph, parts as [Node, ...Node[]], 1);
  return reshape(graph, gather(graph, all, found, 1), node.shape);
}

const noMargins = { top: 0, left: 0, bottom: 0, right: 0 };

/** filters [CO, CI, KH, KW] as the filters [CI * phases, CO, taps down, taps across] of a pair of bands. */
function bandFilters(graph: Graph, filters: Node, above: Band, beside: Band): Node {
  const [co, ci, kh, kw] = sizesOf(filters);
  // Two transpositions of matrices and a gathering of whole rows: faster than picking single numbers.
  const turned = transpose(graph, reshape(graph, filters, [co, ci * kh * kw]), [1, 0]);
  const taps = above.phases.flatMap(down =>
    beside.phases.flatMap(across => down.flatMap(k => across.map(l => k * kw + l))),
  );
  const picked = gather(graph, reshape(graph, turned, [ci, kh * kw, co]), taps, 1);
  const outputs = ci * above.phases.length * beside.phases.length;
  const [k, l] = [tapsOf(above), tapsOf(beside)];
  const ordered = transpose(graph, reshape(graph, picked, [outputs, k * l, co]), [0, 2, 1]);
  return reshape(graph, ordered, [outputs, co, k, l]);
}

/** A tap of a filter and the place of y, before or after an output's own, that it reads. */
interface Tap {
  readonly tap: number;
  readonly offset: number;
}

/**
 * Of a transposed convolution along one axis: the output `stride * i + phase` is the sum of y[i + offset] * filter[tap].
 * In the order of the offsets.
 */
function tapsOfPhase(phase: number, size: number, stride: number, padding: number): readonly Tap[] {
  return Array.from({ length: size }, (_, i) => size - 1 - i)
    .filter(tap => (phase + padding - tap) % stride === 0)
    .map(tap => ({ tap, offset: (phase + padding - tap) / stride }));
}

/** The four (stride * stride) phases of [C, H, W, B] side by side again: part i * stride + j has the rows i, i + stride, ... */
function interleaved(graph: Graph, parts: readonly Node[], stride: number): Node {
  const [first, ...others] = parts;
  if (first === undefined) throw new Error("There are no phases.");
  const [channels, h, w, rows] = sizesOf(first);
  const all = reshape(graph, concat(graph, [first, ...others], 0), [stride, stride, channels, h, w, rows]);
  const mixed = transpose(graph, all, [2, 3, 0, 4, 1, 5]);
  return reshape(graph, mixed, [channels, h * stride, w * stride, rows]);
}

/** Whether every phase of a transposed convolution has taps and as many places as every other. */
function hasPhases(node: Node): boolean {
  const { stride } = optionsOf(node.attributes);
  const [, , kh, kw] = sizesOf(operandsOf(node)[1]);
  const [, height, width] = sizesOf(node);
  return kh >= stride && kw >= stride && height % stride === 0 && width % stride === 0;
}

/** All products of taps and places at once; each output is then the sum of those that fall on it. */
function folded(graph: Graph, node: Node): Node {
  const [y, filters] = operandsOf(node);
  const { stride, padding } = optionsOf(node.attributes);
  const [co, h, w, rows] = sizesOf(y);
  const [, ci, kh, kw] = sizesOf(filters);
  const [, height, width] = sizesOf(node);
  const [p, q] = [height / stride, width / stride];
  const weights = reshape(graph, transpose(graph, filters, [2, 3, 1, 0]), [kh * kw * ci, co]);
  const flat = gemm(graph, weights, reshape(graph, y, [co, h * w * rows]));
  const products = reshape(graph, flat, [kh * kw * ci, h, w, rows]);
  const contribution = (down: Tap, across: Tap): Node => {
    const [top, bottom] = [Math.max(0, down.offset), Math.min(h, p + down.offset)];
    const [left, right] = [Math.max(0, across.offset), Math.min(w, q + across.offset)];
    const size = [ci, bottom - top, right - left, rows];
    const met = slice(graph, products, [(down.tap * kw + across.tap) * ci, top, left, 0], size);
    const [before, beside] = [top - down.offset, left - across.offset];
    return pad(
      graph,
      met,
      [0, before, beside, 0],
      [0, p - before - (bottom - top), q - beside - (right - left), 0],
    );
  };
  const parts = pairsUpTo(stride, stride).map(([i, j]) =>
    tapsOfPhase(i, kh, stride, padding)
      .flatMap(down => tapsOfPhase(j, kw, stride, padding).map(across => contribution(down, across)))
      .reduce((a, b) => binary(graph, "Add", a, b)),
  );
  return interleaved(graph, parts, stride);
}
