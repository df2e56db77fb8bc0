import { tf } from "../compiler/tensorflow.ts";
import type { Tensor } from "../compiler/tensorflow.ts";
import type { Dataset } from "../data/dataset.ts";

type Normalization = Dataset["normalization"];

/** Network units to the data's own: x * scale + mean, a dimension each. x is [batch, dims]. */
export function toOwnUnits(x: Tensor, normalization: Normalization): Tensor {
  if (normalization === null) return x;
  return tf.add(tf.mul(x, tf.tensor1d([...normalization.scale])), tf.tensor1d([...normalization.mean]));
}

/** Network units to the data's own, less the data's mean: what lies far from the origin keeps its digits. */
export function toCentredUnits(x: Tensor, normalization: Normalization): Tensor {
  return normalization === null ? x : tf.mul(x, tf.tensor1d([...normalization.scale]));
}

/** The data's own units to the network's: (x - mean) / scale, a dimension each. */
export function toNetworkUnits(x: Tensor, normalization: Normalization): Tensor {
  if (normalization === null) return x;
  return tf.div(tf.sub(x, tf.tensor1d([...normalization.mean])), tf.tensor1d([...normalization.scale]));
}
