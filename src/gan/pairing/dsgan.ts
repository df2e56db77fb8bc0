import { tf } from "../../compiler/tensorflow.ts";
import { meanDifferences } from "./distances.ts";
import { pairing } from "./pairing.ts";

/** Keeps the ratio of two equal latents finite. */
const EPSILON = 1e-5;

/**
 * Diversity sensitive: -mean_i min(|G(z1_i) - G(z2_i)| / |z1_i - z2_i|, tau), z2 latents of their own, tau the knob `limit`.
 * |.| is the mean of absolute values, so that a limit means the same for samples of any size. Its paper's weight is 8.
 * Shapes: latents [batch, latent size], samples [batch, ...sample]; gives a scalar from -tau to 0.
 * Source: Yang et al. 2019, arXiv 1901.09024, equation 2.
 */
export const dsgan = pairing({
  knobs: ["limit"],
  draws: { second: { of: "latents" } },
  others: ({ drawn }) => drawn("second"),
  rendersOthers: true,
  value({ latents, samples, otherLatents, otherSamples, knob }) {
    const ofLatents = tf.add(meanDifferences(latents, otherLatents), EPSILON);
    const ratios = tf.div(meanDifferences(samples, otherSamples()), ofLatents);
    return { loss: tf.neg(tf.mean(tf.minimum(ratios, knob("limit")))) };
  },
});
