// Convolutions become what ONNX Runtime is fast at: wide matrix products over [places, batch], without products by the
// zeros of a padding where they can be left out. docs/architecture.md has what each way saves.
import { convolutionKernels, optionsOf } from "../convolution.ts";
import { sameShape } from "../graph.ts";
import type { Graph, Node } from "../graph.ts";
import { binary, concat, gather, gemm, pad, reshape, slice, stridedSlice, transpose } from "../operators.ts";
import type { Rule } from "../rewrite.ts";

type Sizes = readonly [number, number, number, number];

const sizesOf = (node: Node): Sizes => {
  const [a = 1, b = 1, c = 1, d = 1] = node.shape;
  return [a, b, c, d];
};

/** The two tensors that every convolution is made of. */
function operandsOf(node: Node): readonly [Node, Node] {
  const [a, b] = node.inputs;
  if (a === undefined || b === undefined) throw new Error(`${node.op} has two operands.`);
  return [a, b];
}

/** Zeros before and after along height and width; negative where values are left out. */
interface Margins {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** The ONNX convolution of x [CI, H, W, B] with filters [CO, CI, KH, KW], and a bias [CO] where there is one. */
function conv(
  graph: Graph,
  [x, filters, ...bias]: readonly [Node, Node, ...Node[]],
  stride: number,
  { top, left, bottom, right }: Margins,
): Node {
  const [, height, width, rows] = sizesOf(x);
  const [channels, , kh, kw] = sizesOf(filters);
  const h = (height + top + bottom - kh) / stride + 1;
  const w = (width + left + right - kw) / stride + 1;
  const result = graph.node(
    "Conv",
    [reshape(graph, x, [1, ...x.shape]), reshape(graph, filters, [...filters.shape, 1]), ...bias],
    [1, channels, h, w, rows],
    {
      kernel_shape: [kh, kw, 1],
      strides: [stride, stride, 1],
      pads: [top, left, 0, bottom, right, 0],
    },
  );
  return reshape(graph, result, [channels, h, w, rows]);
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

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i);

/** Every pair of phases along height and width. */
const phasePairs = (stride: number) => upTo(stride).flatMap(a => upTo(stride).map(b => [a, b] as const));

/** filters [CO, CI, KH, KW] as the filters [CI, CO, ...] of one phase. */
function phaseFilters(graph: Graph, filters: Node, down: readonly Tap[], across: readonly Tap[]): Node {
  const [co, ci, kh, kw] = sizesOf(filters);
  // Two transpositions of matrices and a gathering of whole rows: faster than picking single numbers.
  const turned = transpose(graph, reshape(graph, filters, [co, ci * kh * kw]), [1, 0]);
  const taps = down.flatMap(d => across.map(a => d.tap * kw + a.tap));
  const picked = gather(graph, reshape(graph, turned, [ci, kh * kw, co]), taps, 1);
  return reshape(graph, transpose(graph, picked, [0, 2, 1]), [ci, co, down.length, across.length]);
}

/** The margins with which a phase's taps read y, so that `size` outputs come of it. */
function marginsOf(taps: readonly Tap[], size: number, length: number): readonly [number, number] {
  const [first, last] = [taps[0]?.offset ?? 0, taps.at(-1)?.offset ?? 0];
  return [-first, size - 1 + last - (length - 1)];
}

/** Outputs [from, to) of a convolution along one axis for which a tap meets no padding. */
function spanOf(tap: number, input: number, output: number, stride: number, padding: number) {
  const from = Math.max(0, Math.ceil((padding - tap) / stride));
  const to = Math.min(output, Math.floor((input - 1 + padding - tap) / stride) + 1);
  return [from, Math.max(from, to)] as const;
}

/** Fewer outputs a place than this are computed faster by one product that is then folded. */
const fewOutputs = 32;
/** With fewer input channels than this, the filters' gradient is one product of all taps. */
const fewChannels = 16;

const example = { stride: 2, padding: 1 };
const image = (g: Graph, channels: number, size: number) => g.input("x", [channels, size, size, 3]);
const filtersOf = (g: Graph, co: number, ci: number) => g.input("w", [co, ci, 4, 4]);
const transposedOf = (g: Graph, channels: number) =>
  g.node(
    convolutionKernels.convolveTransposed,
    [image(g, 2, 3), filtersOf(g, 2, channels)],
    [channels, 6, 6, 3],
    example,
  );
const gradientOf = (g: Graph, channels: number) =>
  g.node(
    convolutionKernels.filterGradient,
    [g.input("x", [channels, 6, 6, 3]), g.input("y", [2, 3, 3, 3])],
    [2, channels, 4, 4],
    example,
  );

/** Over [places * rows], whose number must be known. */
export const rowConvolutionRules: readonly Rule[] = [
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

export const convolutionRules: readonly Rule[] = [
  {
    name: "a convolution is a convolution of three dimensions, the batch being the last",
    on: [convolutionKernels.convolve],
    rewrite: (node, { graph }) => {
      const [[x, filters], [, , ...bias]] = [operandsOf(node), node.inputs];
      const { stride, padding } = optionsOf(node.attributes);
      const all = { top: padding, left: padding, bottom: padding, right: padding };
      return conv(graph, [x, filters, ...bias], stride, all);
    },
    before: g =>
      g.node(convolutionKernels.convolve, [image(g, 2, 6), filtersOf(g, 3, 2)], [3, 3, 3, 3], example),
    after: g => conv(g, [image(g, 2, 6), filtersOf(g, 3, 2)], 2, { top: 1, left: 1, bottom: 1, right: 1 }),
  },
  {
    name: "a transposed convolution is a convolution a phase of its stride",
    on: [convolutionKernels.convolveTransposed],
    rewrite: (node, { graph }) => (hasPhases(node) ? inPhases(graph, node) : undefined),
    before: g => transposedOf(g, 8),
    after: g => {
      const [y, w] = [image(g, 2, 3), filtersOf(g, 2, 8)];
      // Even rows read taps 3 and 1 of the row before and their own, odd ones taps 2 and 0 of their own and the next.
      const even = [{ tap: 3, offset: -1 }, { tap: 1, offset: 0 }]; // prettier-ignore
      const odd = [{ tap: 2, offset: 0 }, { tap: 0, offset: 1 }]; // prettier-ignore
      const phase = (down: readonly Tap[], across: readonly Tap[], [top, left]: readonly [number, number]) =>
        conv(g, [y, phaseFilters(g, w, down, across)], 1, { top, left, bottom: 1 - top, right: 1 - left });
      return interleaved(
        g,
        [
          phase(even, even, [1, 1]),
          phase(even, odd, [1, 0]),
          phase(odd, even, [0, 1]),
          phase(odd, odd, [0, 0]),
        ],
        2,
      );
    },
  },
];

/** Whether every phase of a transposed convolution has taps and as many places as every other. */
function hasPhases(node: Node): boolean {
  const { stride } = optionsOf(node.attributes);
  const [, , kh, kw] = sizesOf(operandsOf(node)[1]);
  const [, height, width] = sizesOf(node);
  return kh >= stride && kw >= stride && height % stride === 0 && width % stride === 0;
}

/** One convolution a phase. */
function inPhases(graph: Graph, node: Node): Node {
  const [y, filters] = operandsOf(node);
  const { stride, padding } = optionsOf(node.attributes);
  const [, h, w] = sizesOf(y);
  const [, , kh, kw] = sizesOf(filters);
  const [, height, width] = sizesOf(node);
  const parts = phasePairs(stride).map(([i, j]) => {
    const [down, across] = [tapsOfPhase(i, kh, stride, padding), tapsOfPhase(j, kw, stride, padding)];
    const [top, bottom] = marginsOf(down, height / stride, h);
    const [left, right] = marginsOf(across, width / stride, w);
    return conv(graph, [y, phaseFilters(graph, filters, down, across)], 1, { top, left, bottom, right });
  });
  return interleaved(graph, parts, stride);
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

/** Before convolutions are taken apart. */
export const convolutionFusionRules: readonly Rule[] = [
  {
    name: "a convolution + one number a channel takes it as its bias",
    on: ["Add"],
    rewrite: (node, { graph, usedOnce }) => {
      const [left, right] = node.inputs;
      if (left === undefined || right === undefined) return undefined;
      return biased(left, right) ?? biased(right, left);

      function biased(result: Node, bias: Node): Node | undefined {
        const [x, filters, ...others] = result.inputs;
        if (result.op !== convolutionKernels.convolve || !x || !filters || others.length > 0)
          return undefined;
        const [channels] = sizesOf(result);
        if (!usedOnce(result) || !sameShape(bias.shape, [channels, 1, 1, 1])) return undefined;
        const inputs = [x, filters, reshape(graph, bias, [channels])];
        return graph.node(result.op, inputs, result.shape, result.attributes);
      }
    },
    before: g => binary(g, "Add", convolved(g), g.input("b", [3, 1, 1, 1])),
    after: g => convolved(g, reshape(g, g.input("b", [3, 1, 1, 1]), [3])),
  },
];

const convolved = (g: Graph, ...bias: Node[]) =>
  g.node(convolutionKernels.convolve, [image(g, 2, 6), filtersOf(g, 3, 2), ...bias], [3, 3, 3, 3], example);
