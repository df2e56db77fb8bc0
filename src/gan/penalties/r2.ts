import { tf } from "../../compiler/tensorflow.ts";
import { squaredGradientNorms } from "./gradient-norms.ts";
import type { Penalty } from "./penalty.ts";

/**
 * R2: gamma / 2 * mean_i |grad_x D(y_i)|^2 at generated samples y_i = G(z_i), the generator detached.
 * The recorded value is the mean squared norm alone, so that it compares across gammas.
 * Shapes: fake [batch, ...sample]; gives a scalar, in squared scores per squared unit of the network's input.
 * Source: Mescheder, Geiger, Nowozin 2018, arXiv 1801.04406, equation 10.
 */
export const r2: Penalty = {
  knob: "penalties.r2.gamma",
  tag: "loss/r2",
  factor: 0.5,
  drawsLines: false,
  value: ({ discriminate, fake }) => tf.mean(squaredGradientNorms(x => discriminate(x, "fake"), fake)),
};
