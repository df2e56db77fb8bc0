// Between JavaScript's numbers and TensorFlow's tensors.
import { tf } from "../../compiler/tensorflow.ts";
import type { Tensor } from "../../compiler/tensorflow.ts";
import { ExecutionError } from "../executor.ts";

const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** The same names with other values. */
export const mapped = <A, B>(
  named: Readonly<Record<string, A>>,
  of: (name: string, value: A) => B,
): Record<string, B> =>
  Object.fromEntries(Object.entries(named).map(([name, value]) => [name, of(name, value)]));

/** The data, which must fill the shape. */
function filling(name: string, data: Float32Array | undefined, shape: readonly number[]): Float32Array {
  if (data?.length === sizeOf(shape)) return data;
  throw new ExecutionError(
    data === undefined
      ? `The input ${name} is missing.`
      : `The input ${name} has ${data.length} values; [${shape.join()}] needs ${sizeOf(shape)}.`,
  );
}

/** A tensor of a copy of the data: TensorFlow reads the numbers where they lie, as long as the tensor lives. */
export const tensorOf = (name: string, data: Float32Array | undefined, shape: readonly number[]): Tensor =>
  tf.tensor(filling(name, data, shape).slice(), [...shape], "float32");

/** The tensors of a step's part of [steps, ...shape], by the step's number from 0. */
export function tensorsOf(
  name: string,
  data: Float32Array | undefined,
  steps: number,
  shape: readonly number[],
): (step: number) => Tensor {
  const whole = filling(name, data, [steps, ...shape]);
  const size = sizeOf(shape);
  return step => tensorOf(name, whole.subarray(step * size, (step + 1) * size), shape);
}

/** A copy of a tensor's numbers. */
export function valuesOf(tensor: Tensor): Float32Array {
  const values = tensor.dataSync();
  return values instanceof Float32Array ? values.slice() : Float32Array.from(values);
}

/** The result under a shape, as a tensor of its own. Throws ExecutionError where it has another. */
export function fitted(name: string, result: Tensor, shape: readonly number[]): Tensor {
  if (result.shape.join() !== shape.join())
    throw new ExecutionError(
      `The step gives ${name} the shape [${result.shape.join()}]; it must be [${shape.join()}].`,
    );
  return tf.clone(result);
}
