// TensorFlow.js's gradients, made right to second order (penalties on gradients differentiate a gradient).
//
// What is wrong in tfjs-core 4.22, on every backend:
// 1. A kernel that saves its OUTPUT for the backward pass (tanh, sigmoid, exp, elu ...) puts a copy of the output on
//    the tape before the kernel itself, so a second pass never finds the way from that copy to the input: the result
//    is silently wrong. Here such a kernel saves its inputs and computes the output again inside its gradient. While
//    recording this costs nothing, because equal graph nodes are one object.
// 2. Comparisons have no gradient, so that anything built on a mask (where, leakyRelu, selu, minimum, max) throws in
//    the second pass. Their derivative is 0 wherever it exists.
// 3. elu, selu and leakyRelu: gradients that call a kernel without gradient, or overflow on the side not taken.
//    abs: the slope -1 at 0, which is 0 elsewhere in the field (and in PyTorch).
// 4. A split into one part, or an unpacking of one: its gradient joins a list and is given a tensor.
import {
  add,
  cast,
  engine,
  getGradient,
  greater,
  mul,
  registerGradient,
  relu,
  sign,
  step,
  Tensor,
  unregisterGradient,
  where,
  zerosLike,
} from "@tensorflow/tfjs-core";
import type { GradConfig, NamedAttrMap } from "@tensorflow/tfjs-core";

/** Kernels whose tfjs gradient saves outputs, with the names of their inputs. */
const savesOutputs: Readonly<Record<string, readonly string[]>> = {
  Tanh: ["x"],
  Sigmoid: ["x"],
  Exp: ["x"],
  Softmax: ["logits"],
  LogSoftmax: ["logits"],
  Max: ["x"],
  Min: ["x"],
  Pow: ["a", "b"],
};

/** Kernels whose gradient joins those of all outputs. */
const severalOutputs = ["SplitV", "Unpack"];

/** Kernels that are constant wherever they have a derivative, with the names of their inputs. */
const piecewiseConstant: Readonly<Record<string, readonly string[]>> = {
  Greater: ["a", "b"],
  GreaterEqual: ["a", "b"],
  Less: ["a", "b"],
  LessEqual: ["a", "b"],
  Equal: ["a", "b"],
  NotEqual: ["a", "b"],
  LogicalAnd: ["a", "b"],
  LogicalOr: ["a", "b"],
  LogicalNot: ["x"],
  ArgMax: ["x"],
  ArgMin: ["x"],
};

type UnaryGradient = (dy: Tensor, x: Tensor, attrs: NamedAttrMap) => Tensor;

/** Gradients of functions of one tensor, in the forms that need the fewest operations and never overflow. */
const unaryGradients: Readonly<Record<string, UnaryGradient>> = {
  // The mask from the output: the input may then be overwritten.
  Relu: (dy, x) => mul(dy, step(relu(x))),
  Abs: (dy, x) => mul(dy, sign(x)),
  LeakyRelu: (dy, x, { alpha }) =>
    mul(dy, step(kernel("LeakyRelu", { x }, { alpha: alpha as number }), alpha as number)),
  // elu(x) = exp(x) - 1 for x <= 0, so exp(x) = elu(x) + 1 there.
  Elu: (dy, x) => where(greater(x, 0), dy, mul(dy, add(kernel("Elu", { x }), 1))),
  // selu(x) = scale * alpha * (exp(x) - 1) for x <= 0 (Klambauer et al. 2017, arXiv 1706.02515, eq. 2).
  Selu: (dy, x) =>
    where(greater(x, 0), mul(dy, seluScale), mul(dy, add(kernel("Selu", { x }), seluScale * seluAlpha))),
};
const seluScale = 1.0507009873554805;
const seluAlpha = 1.6732632423543772;

function kernel(name: string, inputs: Record<string, Tensor>, attrs: NamedAttrMap = {}): Tensor {
  return engine().runKernel(name, inputs, attrs);
}

/** The one tensor of a kernel that has one output, or saves one input. */
function single(given: Tensor | readonly Tensor[]): Tensor {
  const [tensor] = given instanceof Tensor ? [given] : given;
  if (tensor === undefined) throw new Error("A gradient was called without its tensor.");
  return tensor;
}

/** Saved tensors by the names of the inputs that they are. */
function named(inputNames: readonly string[], saved: readonly Tensor[]): Record<string, Tensor> {
  const tensors: Record<string, Tensor> = {};
  saved.forEach((tensor, i) => {
    tensors[inputNames[i] ?? i] = tensor;
  });
  return tensors;
}

/** The same gradient, with outputs computed again from saved inputs. */
function recomputing(config: GradConfig, inputNames: readonly string[]): GradConfig {
  return {
    kernelName: config.kernelName,
    inputsToSave: [...inputNames],
    gradFunc: (dy, saved, attrs) => {
      const inputs = named(inputNames, saved);
      const wanted = saved.filter((_, i) => config.inputsToSave?.includes(inputNames[i] ?? ""));
      return config.gradFunc(dy, [...wanted, kernel(config.kernelName, inputs, attrs)], attrs);
    },
  };
}

function ofOneTensor(kernelName: string, gradient: UnaryGradient): GradConfig {
  return {
    kernelName,
    inputsToSave: ["x"],
    gradFunc: (dy, saved, attrs) => ({ x: () => gradient(single(dy), single(saved), attrs) }),
  };
}

function zeroGradients(kernelName: string, inputNames: readonly string[]): GradConfig {
  const zeros = (x: Tensor) => () => cast(zerosLike(x), "float32");
  return {
    kernelName,
    inputsToSave: [...inputNames],
    gradFunc: (_, saved) =>
      Object.fromEntries(Object.entries(named(inputNames, saved)).map(([name, x]) => [name, zeros(x)])),
  };
}

/** The same gradient of a kernel with several outputs, also where it has but one: TensorFlow.js gives it that by itself then. */
function ofOutputs(config: GradConfig): GradConfig {
  return {
    ...config,
    gradFunc: (dy, saved, attrs) => config.gradFunc(Array.isArray(dy) ? dy : [dy], saved, attrs),
  };
}

/** Registers a gradient in the place of the one that is there, if one is. */
function replaceGradient(config: GradConfig): void {
  // Typed as always there; it is undefined for a kernel without gradient.
  if ((getGradient(config.kernelName) as GradConfig | undefined) !== undefined)
    unregisterGradient(config.kernelName);
  registerGradient(config);
}

/** Made of TensorFlow.js's own gradients, once. */
let repairs: readonly GradConfig[] | undefined;

const madeRepairs = (): readonly GradConfig[] => [
  ...Object.entries(savesOutputs).map(([name, inputs]) => recomputing(getGradient(name), inputs)),
  ...severalOutputs.map(name => ofOutputs(getGradient(name))),
  ...Object.entries(unaryGradients).map(([name, gradient]) => ofOneTensor(name, gradient)),
  ...Object.entries(piecewiseConstant).map(([name, inputs]) => zeroGradients(name, inputs)),
];

/**
 * Registers the repairs with TensorFlow.js, whose own gradients must be registered before; again where another copy of it has
 * registered those anew.
 */
export function repairGradients(): void {
  repairs ??= madeRepairs();
  for (const repair of repairs) replaceGradient(repair);
}
