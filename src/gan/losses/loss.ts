import type { Scalar, Tensor } from "../../compiler/tensorflow.ts";

/** An adversarial objective: two scalars to minimise, each a mean over the batch. */
export interface AdversarialLoss {
  /** `real` and `fake` are discriminator outputs (logits), [batch, 1]. */
  discriminator(real: Tensor, fake: Tensor): Scalar;
  /** `fake` as above, with the generator in its graph; `real` computes the real batch's outputs when a loss
   *  compares the two. */
  generator(fake: Tensor, real: () => Tensor): Scalar;
}
