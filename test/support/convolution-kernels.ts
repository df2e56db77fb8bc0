// The convolutions of src/compiler/convolution.ts on TensorFlow.js's cpu backend, by their definition: plain loops that
// add up in float64. Import it where a function with convolutions is computed without being compiled.
import "@tensorflow/tfjs-backend-cpu";
import {
  convolutionKernels,
  convolvedShape,
  filterShape,
  optionsOf,
  transposedShape,
} from "../../src/compiler/convolution.ts";
import type { ConvolutionOptions } from "../../src/compiler/convolution.ts";
import { tf } from "../../src/compiler/tensorflow.ts";

type Values = Float32Array | Float64Array;
type Shape = readonly number[];

interface Term {
  readonly x: number;
  readonly filters: number;
  readonly y: number;
}

/** Calls back for every product of the trilinear form, with the three places in C order. */
function visit(
  x: Shape,
  filters: Shape,
  y: Shape,
  stride: number,
  padding: number,
  term: (at: Term) => void,
) {
  const [, h = 0, w = 0, rows = 0] = x;
  const [, ci = 0, kh = 0, kw = 0] = filters;
  const [, oh = 0, ow = 0] = y;
  const taps = filters.reduce((a, b) => a * b, 1);
  for (let tap = 0; tap < taps; tap++) {
    const [l, k] = [tap % kw, Math.floor(tap / kw) % kh];
    const [c, o] = [Math.floor(tap / (kh * kw)) % ci, Math.floor(tap / (kh * kw * ci))];
    for (let place = 0; place < oh * ow; place++) {
      const row = stride * Math.floor(place / ow) + k - padding;
      const column = stride * (place % ow) + l - padding;
      if (row < 0 || row >= h || column < 0 || column >= w) continue;
      const [fromX, fromY] = [((c * h + row) * w + column) * rows, (o * oh * ow + place) * rows];
      for (let n = 0; n < rows; n++) term({ x: fromX + n, filters: tap, y: fromY + n });
    }
  }
}

interface Operand {
  readonly shape: Shape;
  readonly values: Values;
}

/** One of the three from the other two. */
function derivative(
  wanted: keyof Term,
  given: Partial<Record<keyof Term, Operand>>,
  options: ConvolutionOptions,
): Operand {
  const shapes = { x: given.x?.shape ?? [], filters: given.filters?.shape ?? [], y: given.y?.shape ?? [] };
  const shape = {
    x: () => transposedShape(shapes.y, shapes.filters, options),
    filters: () => filterShape(shapes.x, shapes.y, options),
    y: () => convolvedShape(shapes.x, shapes.filters, options),
  }[wanted]();
  const { x, filters, y }: Record<keyof Term, Shape> = { ...shapes, [wanted]: shape };
  const result = new Float64Array(shape.reduce((a, b) => a * b, 1));
  const [[first, left], [second, right]] = Object.entries(given) as [
    [keyof Term, Operand],
    [keyof Term, Operand],
  ];
  visit(x, filters, y, options.stride, options.padding, at => {
    const to = at[wanted];
    result[to] = (result[to] ?? 0) + (left.values[at[first]] ?? NaN) * (right.values[at[second]] ?? NaN);
  });
  return { shape, values: result };
}

const wantedBy = { convolve: "y", convolveTransposed: "x", filterGradient: "filters" } as const;

for (const [name, wanted] of Object.entries(wantedBy) as [keyof typeof wantedBy, keyof Term][])
  tf.registerKernel({
    kernelName: convolutionKernels[name],
    backendName: "cpu",
    kernelFunc: ({ inputs, attrs = {}, backend }) => {
      const cpu = backend as Pick<tf.KernelBackend, "readSync" | "write">;
      const operands = Object.fromEntries(
        Object.entries(inputs).flatMap(([key, info]) =>
          info === undefined
            ? []
            : [[key, { shape: info.shape, values: cpu.readSync(info.dataId) as Float32Array }]],
        ),
      );
      const { shape, values } = derivative(wanted, operands, optionsOf(attrs));
      const result = [...shape];
      return {
        dataId: cpu.write(Float32Array.from(values), result, "float32"),
        shape: result,
        dtype: "float32",
      };
    },
  });
