// What the compiler takes and gives: a pure function of named tensors becomes an ONNX model with a description.
import type { Tensor } from "@tensorflow/tfjs-core";

/** Tensor shapes by name; a scalar's is []. All tensors are float32. */
export type Shapes = Readonly<Record<string, readonly number[]>>;

/** A pure function of named tensors. It must read nothing but its inputs and must never look at a tensor's values. */
export type TensorFunction = (inputs: Readonly<Record<string, Tensor>>) => Readonly<Record<string, Tensor>>;

/** Values of a tensor in C order. */
export interface TensorValues {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** A compiled function, ready for an executor. */
export interface Program {
  /** "step": reads and replaces state, any number of steps a call. "function": reads state, any number of rows a call. */
  readonly kind: "step" | "function";
  readonly onnx: Uint8Array;
  /** The state that is read, by name. */
  readonly state: Shapes;
  /** The names of the state that a step replaces (none for a function). */
  readonly updated: readonly string[];
  /** Shapes for one step, or for one row (without the leading dimension). */
  readonly inputs: Shapes;
  /** A step's scalars, each [steps] in a call; a function's outputs. */
  readonly outputs: readonly string[];
  /** How many ONNX nodes of each kind there are. */
  readonly census: Readonly<Record<string, number>>;
}

/** A function that cannot be compiled, and what to change in it. */
export class CompileError extends Error {
  override readonly name = "CompileError";
}
