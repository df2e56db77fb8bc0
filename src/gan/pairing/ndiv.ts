import { tf } from "../../compiler/tensorflow.ts";
import type { Tensor } from "../../compiler/tensorflow.ts";
import { pairDistances } from "./distances.ts";
import { pairing } from "./pairing.ts";

/** Keeps the shares of a batch whose samples are all equal finite. */
const EPSILON = 1e-12;

/** d_ij / sum_j d_ij, the sums detached. */
function shares(distances: Tensor): Tensor {
  return tf.div(distances, tf.stopGradient(tf.add(tf.sum(distances, 1, true), EPSILON)));
}

/**
 * Normalised diversification: sum_ij max(0, alpha P^z_ij - P^y_ij) / (B (B - 1)), P_ij = d_ij / sum_j d_ij with Euclidean
 * distances d between latents (z) and between samples (y) of the batch; the sums are detached.
 * Shapes: latents [batch, latent size], samples [batch, ...sample], batch at least 2; gives a scalar of at least 0.
 * Source: Liu et al. 2019, arXiv 1904.03608, equations 2 to 4.
 */
export const ndiv = pairing({
  knobs: ["alpha"],
  value({ latents, samples, knob }) {
    const batch = latents.shape[0];
    const lack = tf.sub(
      tf.mul(shares(pairDistances(latents)), knob("alpha")),
      shares(pairDistances(samples)),
    );
    return { loss: tf.div(tf.sum(tf.relu(lack)), batch * (batch - 1)) };
  },
});
