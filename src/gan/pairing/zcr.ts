import { tf } from "../../compiler/tensorflow.ts";
import { neighbourDraws, neighbours } from "./neighbours.ts";
import { squaredDistances } from "./distances.ts";
import { pairing } from "./pairing.ts";

/**
 * Latent consistency regularization, the part of ICR-GAN over latents: with u normal of deviation sigma (the knob `noise`),
 *   generator:     -weight * mean_i |G(z_i) - G(z_i + u_i)|^2
 *   discriminator: +discriminatorWeight * mean_i (D(G(z_i)) - D(G(z_i + u_i)))^2
 * At weight 0 both parts rest. Its paper's weights are 0.5 and 20, sigma 0.05.
 * Shapes: latents [batch, latent size], samples [batch, ...sample]; gives scalars, the generator's at most 0.
 * Source: Zhao et al. 2021, arXiv 2002.04724, algorithm 2.
 */
export const zcr = pairing({
  knobs: ["noise"],
  draws: neighbourDraws,
  others: neighbours,
  rendersOthers: true,
  value: ({ samples, otherSamples }) => ({
    loss: tf.neg(tf.mean(squaredDistances(samples, otherSamples()))),
  }),
  discriminatorTerm: {
    knob: "discriminatorWeight",
    draws: neighbourDraws,
    others: neighbours,
    value: (scores, otherScores) => tf.mean(tf.square(tf.sub(scores, otherScores))),
  },
});
