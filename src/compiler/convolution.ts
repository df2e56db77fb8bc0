// Convolutions on [channels, height, width, batch]: with the batch innermost a convolution is one wide matrix product,
// and neither its gradients nor the layers between need a transposition (docs/architecture.md has figures).
//
// The three functions are the derivatives of one trilinear form
//   T(x, w, y) = sum over co, ci, i, j, k, l, b of y[co, i, j, b] w[co, ci, k, l] x[ci, s i + k - p, s j + l - p, b]
// (stride s, padding p; x is 0 outside): convolve is dT/dy, convolveTransposed dT/dx and filterGradient dT/dw. Each one's
// gradients are therefore the other two, and derivatives of any order are right.
import { engine, registerGradient, Tensor } from "@tensorflow/tfjs-core";
import type { GradConfig, NamedAttrMap } from "@tensorflow/tfjs-core";
import { CompileError } from "./program.ts";

export interface ConvolutionOptions {
  /** At least 1, the same along height and width. */
  readonly stride: number;
  /** Zeros on all four sides, at least 0 and below the filters' size. */
  readonly padding: number;
}

/** The kernels by the names under which a backend registers them; their inputs are called as the functions' parameters. */
export const convolutionKernels = {
  convolve: "Convolve",
  convolveTransposed: "ConvolveTransposed",
  filterGradient: "FilterGradient",
} as const;

/**
 * The convolution (cross-correlation, as networks have it) of x [CI, H, W, B] with filters [CO, CI, KH, KW]:
 * [CO, H', W', B] with H' = (H + 2 padding - KH) / stride + 1, which must be whole. Throws CompileError otherwise.
 */
export function convolve(x: Tensor, filters: Tensor, options: ConvolutionOptions): Tensor {
  convolvedShape(x.shape, filters.shape, options);
  return run("convolve", { x, filters }, options);
}

/**
 * The adjoint of convolve in x: y [CO, H', W', B] with filters [CO, CI, KH, KW] gives [CI, H, W, B],
 * H = (H' - 1) stride - 2 padding + KH. Throws CompileError for sizes that do not fit.
 */
export function convolveTransposed(y: Tensor, filters: Tensor, options: ConvolutionOptions): Tensor {
  transposedShape(y.shape, filters.shape, options);
  return run("convolveTransposed", { y, filters }, options);
}

/**
 * The gradient of sum(y * convolve(x, filters)) with respect to the filters: x [CI, H, W, B] and y [CO, H', W', B] give
 * [CO, CI, KH, KW], KH = H + 2 padding - (H' - 1) stride. Throws CompileError for sizes that do not fit.
 */
export function filterGradient(x: Tensor, y: Tensor, options: ConvolutionOptions): Tensor {
  filterShape(x.shape, y.shape, options);
  return run("filterGradient", { x, y }, options);
}

function run(
  kernel: keyof typeof convolutionKernels,
  inputs: Record<string, Tensor>,
  options: ConvolutionOptions,
): Tensor {
  return engine().runKernel(convolutionKernels[kernel], inputs, { ...options });
}

type Shape = readonly number[];

export function convolvedShape(x: Shape, filters: Shape, options: ConvolutionOptions): number[] {
  const [[ci, h, w, b], [co, ownCi, kh, kw]] = [four(x, "x"), four(filters, "filters")];
  if (ci !== ownCi) misfit(`x has ${ci} channels, the filters take ${ownCi}`);
  checkOptions(options, kh, kw);
  const size = (n: number, k: number) => (n + 2 * options.padding - k) / options.stride + 1;
  return [co, whole(size(h, kh), "height"), whole(size(w, kw), "width"), b];
}

export function transposedShape(y: Shape, filters: Shape, options: ConvolutionOptions): number[] {
  const [[co, h, w, b], [ownCo, ci, kh, kw]] = [four(y, "y"), four(filters, "filters")];
  if (co !== ownCo) misfit(`y has ${co} channels, the filters give ${ownCo}`);
  checkOptions(options, kh, kw);
  const size = (n: number, k: number) => (n - 1) * options.stride - 2 * options.padding + k;
  return [ci, whole(size(h, kh), "height"), whole(size(w, kw), "width"), b];
}

export function filterShape(x: Shape, y: Shape, options: ConvolutionOptions): number[] {
  const [[ci, h, w, b], [co, oh, ow, ownB]] = [four(x, "x"), four(y, "y")];
  if (b !== ownB) misfit(`x has ${b} rows, y has ${ownB}`);
  const size = (n: number, o: number) => n + 2 * options.padding - (o - 1) * options.stride;
  const [kh, kw] = [whole(size(h, oh), "filters' height"), whole(size(w, ow), "filters' width")];
  checkOptions(options, kh, kw);
  return [co, ci, kh, kw];
}

function four(shape: Shape, name: string): readonly [number, number, number, number] {
  const [a, b, c, d] = shape;
  if (shape.length !== 4 || a === undefined || b === undefined || c === undefined || d === undefined)
    return misfit(`${name} has the shape [${shape.join()}]; it must have four dimensions`);
  return [a, b, c, d];
}

function whole(size: number, what: string): number {
  return Number.isInteger(size) && size > 0 ? size : misfit(`the ${what} would be ${size}`);
}

function checkOptions({ stride, padding }: ConvolutionOptions, kh: number, kw: number): void {
  if (!Number.isInteger(stride) || stride < 1) misfit(`the stride is ${stride}; it must be 1 or more`);
  if (!Number.isInteger(padding) || padding < 0 || padding >= Math.min(kh, kw))
    misfit(`the padding is ${padding}; it must be 0 or more and below the filters' size`);
}

function misfit(why: string): never {
  throw new CompileError(`These tensors cannot be convolved: ${why}.`);
}

type Derivative = (dy: Tensor, saved: readonly [Tensor, Tensor], options: ConvolutionOptions) => Tensor;

/** Saves inputs, never the output: see gradient-repairs.ts. */
function gradient(
  kernel: keyof typeof convolutionKernels,
  derivatives: Readonly<Record<string, Derivative>>,
): GradConfig {
  return {
    kernelName: convolutionKernels[kernel],
    inputsToSave: Object.keys(derivatives),
    gradFunc: (dy, saved, attrs) => {
      const [a, b] = saved;
      if (!(dy instanceof Tensor) || a === undefined || b === undefined)
        throw new Error("A gradient was called without its tensors.");
      return Object.fromEntries(
        Object.entries(derivatives).map(([name, derivative]) => [
          name,
          () => derivative(dy, [a, b], optionsOf(attrs)),
        ]),
      );
    },
  };
}

export const optionsOf = (attrs: NamedAttrMap | Readonly<Record<string, unknown>>): ConvolutionOptions => ({
  stride: Number(attrs["stride"]),
  padding: Number(attrs["padding"]),
});

registerGradient(
  gradient("convolve", {
    x: (dy, [, filters], options) => convolveTransposed(dy, filters, options),
    filters: (dy, [x], options) => filterGradient(x, dy, options),
  }),
);
registerGradient(
  gradient("convolveTransposed", {
    y: (dx, [, filters], options) => convolve(dx, filters, options),
    filters: (dx, [y], options) => filterGradient(dx, y, options),
  }),
);
registerGradient(
  gradient("filterGradient", {
    x: (dw, [, y], options) => convolveTransposed(y, dw, options),
    y: (dw, [x], options) => convolve(x, dw, options),
  }),
);
