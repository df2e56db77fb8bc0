import { tf } from "../../compiler/tensorflow.ts";
import type { Tensor } from "../../compiler/tensorflow.ts";

/** Uniform draws in 0 to 1, float32 below 1, as whole numbers from `from` on, `count` of them. */
export const wholeDraws = (drawn: Tensor, from: number, count: number): Tensor =>
  tf.add(tf.floor(tf.mul(count, drawn)), from);
