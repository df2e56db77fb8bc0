import type { Tensor } from "../../compiler/tensorflow.ts";

/**
 * How the discriminator's view of images is changed, of real and generated ones alike; differentiable in the images.
 * Takes and gives maps, [channels, height, width, batch]; `drawn` are uniform in 0 to 1, [batch] each.
 */
export type Augmentation = (maps: Tensor, drawn: readonly Tensor[]) => Tensor;
