import { tf } from "../../compiler/tensorflow.ts";
import type { AdversarialLoss } from "./loss.ts";

/**
 * The Wasserstein loss of a critic D, whose outputs are no logits but values without bounds:
 *   discriminator: mean D(G(z)) - mean D(x)
 *   generator:     -mean D(G(z))
 * It wants D to be Lipschitz: a gradient penalty or spectral normalisation (the paper clips weights).
 * Source: Arjovsky, Chintala, Bottou 2017, arXiv 1701.07875, equation 2 and algorithm 1.
 */
export const wasserstein: AdversarialLoss = {
  discriminator: (real, fake) => tf.sub(tf.mean(fake), tf.mean(real)),
  generator: fake => tf.neg(tf.mean(fake)),
};
