import { tf } from "../compiler/tensorflow.ts";
import type { Tensor } from "../compiler/tensorflow.ts";
import type { Activation } from "../experiment/schema.ts";

/** Slope of the leaky ReLU for negative values (Radford, Metz, Chintala 2015, section 3). */
const LEAKY_SLOPE = 0.2;

/** Element-wise, any shape to the same shape. */
export const activations: Readonly<Record<Activation, (x: Tensor) => Tensor>> = {
  relu: tf.relu,
  "leaky-relu": x => tf.leakyRelu(x, LEAKY_SLOPE),
  elu: tf.elu,
  selu: tf.selu,
  tanh: tf.tanh,
  sigmoid: tf.sigmoid,
  softplus: tf.softplus,
  swish: x => tf.mul(x, tf.sigmoid(x)),
  /** Hendrycks and Gimpel 2016 (arXiv 1606.08415): x * Phi(x), by the error function. */
  gelu: x => tf.mul(tf.mul(x, 0.5), tf.add(1, tf.erf(tf.mul(x, Math.SQRT1_2)))),
  sin: tf.sin,
};
