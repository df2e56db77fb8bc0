import { tf } from "../../compiler/tensorflow.ts";
import { rowDistances } from "./distances.ts";
import { unitRows } from "./info-nce.ts";
import { pairing } from "./pairing.ts";

/**
 * Jacobian clamping: mean_i (max(q_i, high) - high)^2 + (min(q_i, low) - low)^2, q_i = |G(z_i) - G(z_i + d_i)| / |d_i|, d_i
 * of random direction and the length epsilon (the knob `length`).
 * Its paper's weight is 1, epsilon 1, low 1, high 20.
 * Shapes: latents [batch, latent size], samples [batch, ...sample]; gives a scalar of at least 0.
 * Source: Odena et al. 2018, arXiv 1802.08768, algorithm 1.
 */
export const jacobianClamping = pairing({
  knobs: ["length", "low", "high"],
  draws: { direction: { of: "noise" } },
  others: ({ latents, drawn, knob }) => tf.add(latents, tf.mul(unitRows(drawn("direction")), knob("length"))),
  rendersOthers: true,
  value({ samples, otherSamples, knob }) {
    const [low, high] = [knob("low"), knob("high")];
    const ratios = tf.div(rowDistances(samples, otherSamples()), knob("length"));
    const above = tf.square(tf.sub(tf.maximum(ratios, high), high));
    const below = tf.square(tf.sub(tf.minimum(ratios, low), low));
    return { loss: tf.mean(tf.add(above, below)) };
  },
});
