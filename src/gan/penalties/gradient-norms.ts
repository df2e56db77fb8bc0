import { tf } from "../../compiler/tensorflow.ts";
import type { Tensor } from "../../compiler/tensorflow.ts";

/**
 * |grad_x D(x_i)|^2 of each score, [scores]: squared scores per squared unit of the network's input. A score depends on
 * its own sample alone, or on those of its pack, which come one after the other; the gradient of all of these together
 * counts. So the gradient of the scores' sum has each one's own.
 */
export function squaredGradientNorms(discriminate: (samples: Tensor) => Tensor, samples: Tensor): Tensor {
  let scores: number | undefined;
  const gradient = tf.grad(x => {
    const given = discriminate(x);
    scores = given.shape[0];
    return tf.sum(given);
  })(samples);
  const ofSamples = tf.sum(tf.square(gradient), gradient.shape.map((_, axis) => axis).slice(1));
  if (scores === undefined || scores === samples.shape[0]) return ofSamples;
  return tf.sum(tf.reshape(ofSamples, [scores, -1]), 1);
}
