import type { Scalar, Tensor } from "../../compiler/tensorflow.ts";
import type { KnobKey } from "../../experiment/knobs.ts";

/** What a penalty sees of one update of the discriminator. */
export interface PenaltyContext {
  /** [batch, ...sample] to scores, [batch, 1] or one a pack of samples; augmented as the real or the generated ones are. */
  readonly discriminate: (samples: Tensor, as: "real" | "fake") => Tensor;
  /** Batches of samples, [batch, ...sample]; the generator is detached. */
  readonly real: Tensor;
  readonly fake: Tensor;
  /** Uniform draws in 0 to 1, [batch, 1], one a score; only where `drawsLines` asks for them. */
  readonly lines: () => Tensor;
}

/** A term added to the discriminator's loss: knob * factor * value. */
export interface Penalty {
  /** The knob that weighs it; at 0 the penalty is not computed at all. */
  readonly knob: Extract<KnobKey, `penalties.${string}`>;
  /** The tag under which its value, without knob and factor, is recorded. */
  readonly tag: `loss/${string}`;
  readonly factor: number;
  readonly drawsLines: boolean;
  value(context: PenaltyContext): Scalar;
}
