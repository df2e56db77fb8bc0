import { tf } from "../compiler/tensorflow.ts";
import type { Tensor } from "../compiler/tensorflow.ts";
import { augmented } from "../gan/augmentations/index.ts";
import { applyToBoth } from "../gan/networks/both-batches.ts";
import { packed, packedAlone } from "../gan/packs.ts";
import { normalised } from "../gan/spectral-norm.ts";
import { SPECTRAL, weightsName } from "./group.ts";
import type { Model } from "./model.ts";
import { unpack } from "./parameter-layout.ts";
import type { PhaseContext } from "./phases/phase.ts";

/** The draws by which a batch is augmented, [batch, AUGMENTATION_DRAWS]; asked for only where augmentations are chosen. */
export type AugmentationDraws = () => Tensor;

/**
 * The discriminator with weights in it, as functions of samples: what stands between the two is known here alone. Whoever
 * trains sees samples augmented; gradients on samples go through the augmentation, so they are those of what was given.
 */
export interface Judge {
  /** Samples [batch, ...sample] to scores [batch / pack, 1]. */
  scores(samples: Tensor, draws: AugmentationDraws): Tensor;
  /** The same of two batches. */
  scoresOfBoth(
    first: readonly [Tensor, AugmentationDraws],
    second: readonly [Tensor, AugmentationDraws],
  ): readonly [Tensor, Tensor];
  /** The score of each sample by itself, as it is: [n, ...sample] to [n, 1]. */
  scoresAlone(samples: Tensor): Tensor;
  /**
   * What the last hidden layer gives for each sample by itself: [n, ...sample] to [n, features]. Sample i is augmented by
   * the draws of i mod batch.
   */
  features(samples: Tensor, draws: AugmentationDraws): Tensor;
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
  const seen = (samples: Tensor, draws: AugmentationDraws): Tensor =>
    experiment.augment.length === 0 ? samples : augmented(samples, experiment.augment, draws());
  const packs = (samples: Tensor, draws: AugmentationDraws): Tensor => packed(seen(samples, draws), pack);
  return {
    scores: (samples, draws) => score(packs(samples, draws)),
    scoresOfBoth: (first, second) => applyToBoth(score, packs(...first), packs(...second)),
    scoresAlone: samples => score(packedAlone(samples, pack)),
    features: (samples, draws) => discriminator.features(weights, packedAlone(seen(samples, draws), pack)),
  };
}

/** One draw a pack, [batch / pack, 1], as one a sample, [batch, 1]. */
export const perSample = ({ experiment }: Model, perPack: Tensor): Tensor =>
  tf.reshape(tf.tile(perPack, [1, experiment.discriminator.pack]), [-1, 1]);
