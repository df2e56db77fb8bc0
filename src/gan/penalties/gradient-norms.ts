import { tf } from "../../compiler/tensorflow.ts";
import type { Tensor } from "../../compiler/tensorflow.ts";

/**
 * |grad_x D(x_i)|^2 of each sample, [batch]: squared scores per squared unit of the network's input. A sample's score
 * depends on that sample alone (or on its pack), so the gradient of the sum has each sample's own.
 */
export function squaredGradientNorms(discriminate: (samples: Tensor) => Tensor, samples: Tensor): Tensor {
  const gradient = tf.grad(x => tf.sum(discriminate(x)))(samples);
  return tf.sum(tf.square(gradient), gradient.shape.map((_, axis) => axis).slice(1));
}
