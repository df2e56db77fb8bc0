import { tf } from "../../compiler/tensorflow.ts";
import type { Tensor } from "../../compiler/tensorflow.ts";
import type { AugmentationName } from "../../experiment/catalog.ts";
import { toMaps, toSamples } from "../networks/image-edges.ts";
import type { Augmentation } from "./augmentation.ts";
import { color } from "./color.ts";
import { cutout } from "./cutout.ts";
import { translation } from "./translation.ts";

/**
 * By their name under `augment` in an experiment, with the first of each one's draws among those of a sample: every
 * sample has them all, so that no augmentation changes the draws of another.
 */
const augmentations: Readonly<Record<AugmentationName, { first: number; apply: Augmentation }>> = {
  color: { first: 0, apply: color },
  translation: { first: 3, apply: translation },
  cutout: { first: 5, apply: cutout },
};

/** Draws of a sample. */
export const AUGMENTATION_DRAWS = 7;

/**
 * Images as the discriminator sees them: each named augmentation after the one before it.
 * @param samples [n, height, width, channels]
 * @param drawn uniform in 0 to 1, [batch, AUGMENTATION_DRAWS]; sample i has those of row i mod batch
 */
export function augmented(samples: Tensor, names: readonly AugmentationName[], drawn: Tensor): Tensor {
  const [count, batch] = [samples.shape[0], drawn.shape[0]];
  const repeated = tf.tile(tf.transpose(drawn), [1, Math.ceil(count / batch)]);
  const draws = tf.unstack(tf.slice(repeated, [0, 0], [-1, count]));
  const maps = names.reduce((x, name) => {
    const { first, apply } = augmentations[name];
    return apply(x, draws.slice(first));
  }, toMaps(samples));
  return toSamples(maps);
}
