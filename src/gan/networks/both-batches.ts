import { tf } from "../../compiler/tensorflow.ts";
import type { Tensor } from "../../compiler/tensorflow.ts";

/**
 * Two batches, of samples or of latents, [rows, ...one], of any number of rows each, through a network that treats every
 * row by itself; gives the result of each. Points and latents pass together, which costs less than two calls; pictures
 * one after the other, because the maps of both would leave the processor's caches (at 64 pixels a step then takes 2 to
 * 4 % longer).
 */
export function applyToBoth(
  apply: (batch: Tensor) => Tensor,
  first: Tensor,
  second: Tensor,
): readonly [Tensor, Tensor] {
  if (first.shape.length > 2) return [apply(first), apply(second)];
  const [a, b] = tf.split(apply(tf.concat([first, second])), [first.shape[0], second.shape[0]]);
  if (a === undefined || b === undefined) throw new TypeError("two batches were joined");
  return [a, b];
}
