import { tf } from "../compiler/tensorflow.ts";
import type { Tensor } from "../compiler/tensorflow.ts";
import { applyToBoth } from "../gan/networks/both-batches.ts";
import { packed, packedAlone } from "../gan/packs.ts";
import type { Model } from "./model.ts";

/** The discriminator with weights in it, as functions of samples: what stands between the two is known here alone. */
export interface Judge {
  /** Samples [batch, ...sample] to scores [batch / pack, 1]. */
  scores(samples: Tensor): Tensor;
  /** The same of two batches. */
  scoresOfBoth(first: Tensor, second: Tensor): readonly [Tensor, Tensor];
  /** The score of each sample by itself: [n, ...sample] to [n, 1]. */
  scoresAlone(samples: Tensor): Tensor;
  /** What the last hidden layer gives for each sample by itself: [n, ...sample] to [n, features]. */
  features(samples: Tensor): Tensor;
}

/** @param weights of the discriminator, in the order of its parameters */
export function judgeOf({ discriminator, experiment }: Model, weights: readonly Tensor[]): Judge {
  const { pack } = experiment.discriminator;
  const score = (packs: Tensor): Tensor => discriminator.apply(weights, packs);
  return {
    scores: samples => score(packed(samples, pack)),
    scoresOfBoth: (first, second) => applyToBoth(score, packed(first, pack), packed(second, pack)),
    scoresAlone: samples => score(packedAlone(samples, pack)),
    features: samples => discriminator.features(weights, packedAlone(samples, pack)),
  };
}

/** One draw a pack, [batch / pack, 1], as one a sample, [batch, 1]. */
export const perSample = ({ experiment }: Model, perPack: Tensor): Tensor =>
  tf.reshape(tf.tile(perPack, [1, experiment.discriminator.pack]), [-1, 1]);
