import { tf } from "../../compiler/tensorflow.ts";
import { squaredGradientNorms } from "./gradient-norms.ts";
import type { Penalty } from "./penalty.ts";

/** Added to the squared norm before its root, so that a zero gradient has a finite derivative. */
const NORM_EPSILON = 1e-12;

/**
 * The gradient penalty: weight * mean_i (|grad_x D(l_i)| - 1)^2 at l_i = x_i + t_i (y_i - x_i), t_i uniform in 0 to 1, on
 * the line between the i-th real and the i-th generated sample.
 * Shapes: real, fake [batch, ...sample], lines [batch, 1]; gives a scalar, in squared scores per squared unit of the
 * network's input.
 * Source: Gulrajani et al. 2017, arXiv 1704.00028, equation 3 and algorithm 1.
 */
export const gradientPenalty: Penalty = {
  knob: "penalties.gradientPenalty.weight",
  tag: "loss/gradient_penalty",
  factor: 1,
  drawsLines: true,
  value: ({ discriminate, real, fake, lines }) => {
    const t = tf.reshape(lines(), [-1, ...real.shape.slice(1).map(() => 1)]);
    const between = tf.add(real, tf.mul(t, tf.sub(fake, real)));
    const squared = squaredGradientNorms(x => discriminate(x, "real"), between);
    const norms = tf.sqrt(tf.add(squared, NORM_EPSILON));
    return tf.mean(tf.square(tf.sub(norms, 1)));
  },
};
