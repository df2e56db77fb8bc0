import { tf } from "../../compiler/tensorflow.ts";
import type { AdversarialLoss } from "./loss.ts";

/**
 * The non-saturating GAN loss, with D(x) the logit and softplus(t) = log(1 + e^t):
 *   discriminator: mean softplus(-D(x)) + mean softplus(D(G(z)))
 *   generator:     mean softplus(-D(G(z)))
 * Source: Goodfellow et al. 2014, arXiv 1406.2661, equation 1 and the remark on -log D(G(z)) in section 3.
 */
export const nonSaturating: AdversarialLoss = {
  discriminator: (real, fake) => tf.add(tf.mean(tf.softplus(tf.neg(real))), tf.mean(tf.softplus(fake))),
  generator: fake => tf.mean(tf.softplus(tf.neg(fake))),
};
