import { tf } from "../../compiler/tensorflow.ts";
import type { Scalar, Tensor } from "../../compiler/tensorflow.ts";
import type { Optimizer } from "./optimizer.ts";

const EPSILON = 1e-8;

/**
 * Adam on one flat vector of weights w with gradient g (all [n]), in the form with the bias corrections moved into
 * the rate, which is the same update:
 *   m <- beta1 m + (1 - beta1) g,   v <- beta2 v + (1 - beta2) g^2,   c1 = 1 - beta1^t,   c2 = 1 - beta2^t
 *   w <- w - rate * (m / c1) / (sqrt(v / c2) + eps)  =  w - (rate sqrt(c2) / c1) * m / (sqrt(v) + eps sqrt(c2))
 * The powers beta^t are state (scalars), so that the count of a group that is frozen for a while stands with it.
 * Source: Kingma and Ba 2015, arXiv 1412.6980, algorithm 1 and the remark at the end of section 2.
 */
export const adam: Optimizer = {
  slots: size => ({
    m: { shape: [size], initial: 0 },
    v: { shape: [size], initial: 0 },
    beta1Power: { shape: [], initial: 1 },
    beta2Power: { shape: [], initial: 1 },
  }),
  update(weights, gradient, slots, { learningRate, beta1, beta2 }) {
    const slot = (name: string): Tensor => {
      const tensor = slots[name];
      if (tensor === undefined) throw new TypeError(`Adam lacks its slot ${name}`);
      return tensor;
    };
    const beta1Power: Scalar = tf.mul(slot("beta1Power"), beta1);
    const beta2Power: Scalar = tf.mul(slot("beta2Power"), beta2);
    const m = tf.add(tf.mul(slot("m"), beta1), tf.mul(gradient, 1 - beta1));
    const v = tf.add(tf.mul(slot("v"), beta2), tf.mul(tf.square(gradient), 1 - beta2));
    const rootC2 = tf.sqrt(tf.sub(1, beta2Power));
    const rate = tf.div(tf.mul(learningRate, rootC2), tf.sub(1, beta1Power));
    const denominator = tf.add(tf.sqrt(v), tf.mul(rootC2, EPSILON));
    const updated: Tensor = tf.sub(weights, tf.div(tf.mul(m, rate), denominator));
    return { weights: updated, slots: { m, v, beta1Power, beta2Power } };
  },
};
