import { tf } from "../../compiler/tensorflow.ts";
import { squaredGradientNorms } from "./gradient-norms.ts";
import type { Penalty } from "./penalty.ts";

/**
 * R1: gamma / 2 * mean_i |grad_x D(x_i)|^2 at real samples x_i.
 * The recorded value is the mean squared norm alone, so that it compares across gammas.
 * Shapes: real [batch, ...sample]; gives a scalar, in squared scores per squared unit of the network's input.
 * Source: Mescheder, Geiger, Nowozin 2018, arXiv 1801.04406, equation 9.
 */
export const r1: Penalty = {
  knob: "penalties.r1.gamma",
  tag: "loss/r1",
  factor: 0.5,
  drawsLines: false,
  value: ({ discriminate, real }) => tf.mean(squaredGradientNorms(x => discriminate(x, "real"), real)),
};
