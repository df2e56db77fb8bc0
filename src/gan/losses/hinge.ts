import { tf } from "../../compiler/tensorflow.ts";
import type { AdversarialLoss } from "./loss.ts";

/**
 * The hinge loss:
 *   discriminator: mean max(0, 1 - D(x)) + mean max(0, 1 + D(G(z)))
 *   generator:     -mean D(G(z))
 * Source: Lim and Ye 2017, arXiv 1705.02894, equations 12 to 14; Miyato et al. 2018, arXiv 1802.05957, equations 16
 * and 17.
 */
export const hinge: AdversarialLoss = {
  discriminator: (real, fake) => tf.add(tf.mean(tf.relu(tf.sub(1, real))), tf.mean(tf.relu(tf.add(1, fake)))),
  generator: fake => tf.neg(tf.mean(fake)),
};
