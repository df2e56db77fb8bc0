import { tf } from "../../compiler/tensorflow.ts";
import { meanDifferences } from "./distances.ts";
import { pairing } from "./pairing.ts";

/** Added to the ratio before it is inverted, as the authors' program has it. */
const EPSILON = 1e-5;

/**
 * Mode seeking: 1 / (mean |G(z2) - G(z1)| / mean |z2 - z1| + 1e-5), both means over all values of the batch, z2 latents of
 * their own. Its paper's weight is 1. There the second samples take part in the adversarial loss too; here no pairing
 * kind changes the adversarial path.
 * Shapes: latents [batch, latent size], samples [batch, ...sample]; gives a scalar without unit.
 * Source: Mao et al. 2019, arXiv 1903.05628, equation 3, inverted to be minimised as in the authors' program.
 */
export const msgan = pairing({
  draws: { second: { of: "latents" } },
  others: ({ drawn }) => drawn("second"),
  rendersOthers: true,
  value({ latents, samples, otherLatents, otherSamples }) {
    const ofSamples = tf.mean(meanDifferences(otherSamples(), samples));
    const ofLatents = tf.mean(meanDifferences(otherLatents, latents));
    return { loss: tf.div(1, tf.add(tf.div(ofSamples, ofLatents), EPSILON)) };
  },
});
