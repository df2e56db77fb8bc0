import { tf } from "../compiler/tensorflow.ts";
import type { Tensor } from "../compiler/tensorflow.ts";
import { applyToBoth } from "../gan/networks/both-batches.ts";
import { packed, packedAlone } from "../gan/packs.ts";
import { normalised } from "../gan/spectral-norm.ts";
import { SPECTRAL, weightsName } from "./group.ts";
import type { Model } from "./model.ts";
import { unpack } from "./parameter-layout.ts";
import type { PhaseContext } from "./phases/phase.ts";

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

/** Names of the state tensors that a standing judge is made of. */
export const judgeState = ({ spectral }: Model): string[] => [
  weightsName("discriminator"),
  ...(spectral ? [SPECTRAL] : []),
];

/** The singular vectors of the discriminator's matrices as they stand, where it is spectrally normalised. */
export const standingVectors = ({ spectral }: Model, context: PhaseContext): Tensor[] | null =>
  spectral && unpack(spectral, context.state(SPECTRAL));

/** The judge as it stands, for those who do not train it. */
export const standingJudge = (model: Model, context: PhaseContext): Judge =>
  judgeOf(
    model,
    unpack(model.groups.discriminator.layout, context.state(weightsName("discriminator"))),
    standingVectors(model, context),
  );

/**
 * @param given weights of the discriminator, in the order of its parameters
 * @param vectors those by which its matrices are normalised; null where they are not, or are already
 */
export function judgeOf(
  { discriminator, experiment }: Model,
  given: readonly Tensor[],
  vectors: readonly Tensor[] | null,
): Judge {
  const weights = vectors === null ? given : normalised(given, vectors);
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
