import { tf } from "../compiler/tensorflow.ts";
import type { Tensor } from "../compiler/tensorflow.ts";

export const isTensor = (value: unknown): value is Tensor => value instanceof tf.Tensor;

/** What a module gave, in words. */
export const found = (value: unknown): string => {
  if (isTensor(value)) return `a tensor of the shape [${value.shape.join(", ")}]`;
  return value === null || value === undefined ? String(value) : `a value of the type ${typeof value}`;
};
