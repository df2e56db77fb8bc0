import { tf } from "../../compiler/tensorflow.ts";
import type { AdversarialLoss } from "./loss.ts";

/**
 * The relativistic pairing loss: the i-th real sample of a batch beside the i-th generated one, with
 * softplus(t) = log(1 + e^t):
 *   discriminator: mean softplus(D(G(z_i)) - D(x_i))
 *   generator:     mean softplus(D(x_i) - D(G(z_i)))
 * With R1 and R2 it is the objective of R3GAN. The generator sees the real batch of the last discriminator update.
 * Source: Jolicoeur-Martineau 2018, arXiv 1807.00734, section 4.1; Huang et al. 2024, arXiv 2501.05441, equation 2.
 */
export const relativistic: AdversarialLoss = {
  discriminator: (real, fake) => tf.mean(tf.softplus(tf.sub(fake, real))),
  generator: (fake, real) => tf.mean(tf.softplus(tf.sub(real(), fake))),
};
