import { tf } from "../compiler/tensorflow.ts";
import type { Tensor } from "../compiler/tensorflow.ts";

// PacGAN: the discriminator judges packs of m samples that are all real or all generated, joined along their last
// dimension (points by their coordinates, images by their channels), so that a lack of variety shows in each pack.
// Source: Lin et al. 2018, arXiv 1712.04086, section 3.

/** The shape of a pack of samples. */
export const packedShape = (sampleShape: readonly number[], pack: number): readonly number[] =>
  sampleShape.map((size, axis) => (axis === sampleShape.length - 1 ? size * pack : size));

/**
 * Samples [batch, ...places, values] as packs [batch / pack, ...places, pack * values]: samples i pack .. i pack + pack - 1
 * are pack i. `pack` divides the batch.
 */
export function packed(samples: Tensor, pack: number): Tensor {
  if (pack === 1) return samples;
  const [, ...sampleShape] = samples.shape;
  const last = sampleShape.length;
  const places = sampleShape.map((_, axis) => axis + 2).slice(0, -1);
  const apart = tf.transpose(tf.reshape(samples, [-1, pack, ...sampleShape]), [0, ...places, 1, last + 1]);
  return tf.reshape(apart, [-1, ...packedShape(sampleShape, pack)]);
}

/** Samples [n, ...places, values] as packs of one sample with itself, [n, ...places, pack * values]. */
export const packedAlone = (samples: Tensor, pack: number): Tensor =>
  tf.concat(Array<Tensor>(pack).fill(samples), -1);
