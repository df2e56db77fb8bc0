import { tf } from "../../compiler/tensorflow.ts";
import type { Tensor } from "../../compiler/tensorflow.ts";
import { unitRows } from "./info-nce.ts";
import { pairing, type Pairing } from "./pairing.ts";

/**
 * Latent-augmented contrastive loss: mean_i -log( exp(s_i+ / t) / (exp(s_i+ / t) + sum_k exp(s_ik- / t)) ), s the cosine of
 * what the discriminator's last hidden layer gives for G(z_i) and for another sample. The positive is G(z_i + u), u uniform
 * in -r to r; the negatives' latents lie at least r from z_i in every coordinate. The discriminator is not trained by it.
 * Its paper's weight is 1, r 0.001, 10 negatives, t 1.
 * A negative is a latent of its own whose coordinates within r are moved out to r; the paper draws them anew.
 * Shapes: latents [batch, latent size]; others [(1 + negatives) * batch, latent size], the positives first.
 * Source: Liu et al. 2021, arXiv 2103.07893, equation 4 and section 3.2.
 */
export function divco({ negatives }: { readonly negatives: number }): Pairing {
  return pairing({
    knobs: ["radius", "temperature"],
    draws: { step: { of: "uniform" }, far: { of: "latents", rows: negatives } },
    others({ latents, drawn, knob }) {
      const radius = knob("radius");
      const near = tf.add(latents, tf.mul(radius, tf.sub(tf.mul(2, drawn("step")), 1)));
      const own = tf.tile(latents, [negatives, 1]);
      return tf.concat([near, beyond(drawn("far"), own, radius)]);
    },
    rendersOthers: true,
    value({ latents, samples, otherSamples, features, knob }) {
      const batch = latents.shape[0];
      const own = unitRows(features(samples));
      const others = unitRows(features(otherSamples()));
      const cosines = tf.sum(tf.mul(tf.tile(own, [1 + negatives, 1]), others), 1);
      const scaled = tf.div(tf.reshape(cosines, [1 + negatives, batch]), knob("temperature"));
      const [positive, rest] = tf.split(scaled, [1, negatives]);
      if (positive === undefined || rest === undefined) throw new TypeError("two parts were split off");
      const best = tf.max(rest, 0, true);
      return {
        loss: tf.mean(tf.softplus(tf.sub(tf.logSumExp(rest, 0, true), positive))),
        accuracy: tf.mean(tf.cast(tf.greater(positive, best), "float32")),
      };
    },
  });
}

/** `far` with each coordinate at least `radius` from that of `own`. */
function beyond(far: Tensor, own: Tensor, radius: Tensor): Tensor {
  const away = tf.sub(far, own);
  // A coordinate that is equal moves up: its sign is neither.
  const side = tf.sub(tf.mul(2, tf.cast(tf.greaterEqual(away, 0), "float32")), 1);
  return tf.add(own, tf.mul(side, tf.maximum(tf.abs(away), radius)));
}
