import { tf } from "../../compiler/tensorflow.ts";
import { AVERAGE, weightsName } from "../group.ts";
import type { Phase } from "./phase.ts";

/**
 * The averaged generator: a <- decay * a + (1 - decay) * w.
 * Source: Yazici et al. 2019, arXiv 1806.04498, equation 2 (exponential moving average).
 */
export function averagePhase(decay: number): Phase {
  return {
    name: "average",
    state: [AVERAGE, weightsName("generator")],
    inputs: {},
    knobs: [],
    run(context) {
      const weights = context.state(weightsName("generator"));
      const average = tf.add(tf.mul(context.state(AVERAGE), decay), tf.mul(weights, 1 - decay));
      return { state: { [AVERAGE]: average }, scalars: {} };
    },
  };
}
