import type { Scalar, Tensor } from "../../compiler/tensorflow.ts";

/** A term added to the discriminator's loss: knob * factor * value. */
export interface Penalty {
  /** The knob that weighs it; at 0 the penalty is not computed at all. */
  readonly knob: "penalties.r1.gamma";
  /** The tag under which its value, without knob and factor, is recorded. */
  readonly tag: `loss/${string}`;
  readonly factor: number;
  /** `discriminate` maps [batch, ...sample] to logits [batch, 1]; `real` and `fake` are batches of samples. */
  value(discriminate: (samples: Tensor) => Tensor, real: Tensor, fake: Tensor): Scalar;
}
