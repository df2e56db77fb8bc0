import { tf } from "../../compiler/tensorflow.ts";
import type { AdversarialLoss } from "./loss.ts";

/**
 * The least-squares loss with the targets 1 for real, 0 for generated samples, and 1 for the generator:
 *   discriminator: 1/2 mean (D(x) - 1)^2 + 1/2 mean D(G(z))^2
 *   generator:     1/2 mean (D(G(z)) - 1)^2
 * Source: Mao et al. 2017, arXiv 1611.04076, equation 9.
 */
export const leastSquares: AdversarialLoss = {
  discriminator: (real, fake) =>
    tf.mul(0.5, tf.add(tf.mean(tf.square(tf.sub(real, 1))), tf.mean(tf.square(fake)))),
  generator: fake => tf.mul(0.5, tf.mean(tf.square(tf.sub(fake, 1)))),
};
