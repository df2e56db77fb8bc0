// A transposed convolution, which the gradient of a convolution's input is too, as matrix products without its zeros.
import { convolutionKernels, optionsOf } from "../convolution.ts";
import { sameShape } from "../graph.ts";
import type { Graph, Node } from "../graph.ts";
import { binary, concat, gather, gemm, pad, reshape, slice, transpose } from "../operators.ts";
import type { Rule } from "../rewrite.ts";
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
      const [, h, w] = sizesOf(y);
      const [, , kh, kw] = sizesOf(filters);
      const [, height, width] = sizesOf(node);
      const { stride, padding } = optionsOf(node.attributes);
      const down = bandsOf({ places: h, outputs: height, taps: kh, stride, padding });
      const across = bandsOf({ places: w, outputs: width, taps: kw, stride, padding });
      const few = [down, across].every(bands => bands.length <= mostBands && bands.every(tapsOf));
      return few ? inBands(graph, [y, filters], down, across) : undefined;
    },
    before: g => transposedOf(g, 8),
    after: g => {
      // The first row of outputs sees tap 1 of the first row of y, the last one tap 2 of the last row; of the rows
      // between, the two that lie at y[n] and y[n + 1] see taps 2 and 0, and 3 and 1, of these.
      const bands = [
        { from: 0, windows: 1, phases: [[1]] },
        { from: 0, windows: 2, phases: [[2, 0], [3, 1]] }, // prettier-ignore
        { from: 2, windows: 1, phases: [[2]] },
      ];
      return inBands(g, [image(g, 2, 3), filtersOf(g, 2, 8)], bands, bands);
    },
  },
];

/** Before what meets no padding, that, and behind it. */
const mostBands = 3;

interface Axis {
  readonly places: number;
  readonly outputs: number;
  readonly taps: number;
  readonly stride: number;
  readonly padding: number;
}

/**
 * Outputs of a transposed convolution that follow one another along an axis, none of which meets padding: `windows`
 * windows of y, each a place behind the one before, and for each of a window's outputs the taps that meet its places.
 */
interface Band {
  readonly from: number;
  readonly windows: number;
  readonly phases: readonly (readonly number[])[];
}

/** All outputs along an axis, in order: output u is the sum of y[n] * filter[tap] over stride * n + tap = u + padding. */
function bandsOf({ places, outputs, taps, stride, padding }: Axis): readonly Band[] {
  const windows: Band[] = [];
  for (const output of upTo(outputs)) {
    const met = upTo(places).filter(n => {
      const tap = output + padding - stride * n;
      return tap >= 0 && tap < taps;
    });
    const from = met[0] ?? 0;
    const phase = met.map(n => output + padding - stride * n);
    const last = windows.at(-1);
    if (last?.from === from && last.phases[0]?.length === phase.length)
      windows[windows.length - 1] = { ...last, phases: [...last.phases, phase] };
    else windows.push({ from, windows: 1, phases: [phase] });
  }
  return windows.reduce<Band[]>((bands, window) => {
    const last = bands.at(-1);
    const follows = last !== undefined && window.from === last.from + last.windows;
    return follows && samePhases(last, window)
      ? [...bands.slice(0, -1), { ...last, windows: last.windows + 1 }]
      : [...bands, window];
  }, []);
}

const samePhases = (a: Band, b: Band): boolean =>
  a.phases.length === b.phases.length && a.phases.every((phase, i) => sameShape(phase, b.phases[i] ?? []));

const tapsOf = (band: Band): number => band.phases[0]?.length ?? 0;

/** One convolution for every pair of bands: all phases of a window are outputs of the same product. */
function inBands(
  graph: Graph,
  [y, filters]: readonly [Node, Node],
  down: readonly Band[],
  across: readonly Band[],
): Node {
  const [co, , , rows] = sizesOf(y);
  const [, ci] = sizesOf(filters);
  const computed = (above: Band, beside: Band): Node => {
    const size = [co, above.windows + tapsOf(above) - 1, beside.windows + tapsOf(beside) - 1, rows];
    const met = slice(graph, y, [0, above.from, beside.from, 0], size);
    const result = conv(graph, [met, bandFilters(graph, filters, above, beside)], 1, noMargins);
    const [p, q] = [above.phases.length, beside.phases.length];
    const apart = reshape(graph, result, [ci, p, q, above.windows, beside.windows, rows]);
    const mixed = transpose(graph, apart, [0, 3, 1, 4, 2, 5]);
    return reshape(graph, mixed, [ci, above.windows * p, beside.windows * q, rows]);
  };
  const all = (parts: readonly Node[], axis: number): Node => {
    const [first, ...others] = parts;
    if (first === undefined) throw new Error("There are no bands.");
    return concat(graph, [first, ...others], axis);
  };
  const rowsOf = (above: Band): Node =>
    all(
      across.map(beside => computed(above, beside)),
      2,
    );
  return all(down.map(rowsOf), 1);
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

/** Every pair of phases along height and width. */
const phasePairs = (stride: number) => upTo(stride).flatMap(a => upTo(stride).map(b => [a, b] as const));

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
  const parts = phasePairs(stride).map(([i, j]) =>
    tapsOfPhase(i, kh, stride, padding)
      .flatMap(down => tapsOfPhase(j, kw, stride, padding).map(across => contribution(down, across)))
      .reduce((a, b) => binary(graph, "Add", a, b)),
  );
  return interleaved(graph, parts, stride);
}
