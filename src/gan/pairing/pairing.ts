import type { Scalar, Tensor } from "../../compiler/tensorflow.ts";
import type { KnobKey } from "../../experiment/knobs.ts";

/** Numbers of a pairing kind that may change while a run trains: the part of the key path behind `pairing.`. */
export type PairingKnob =
  Extract<KnobKey, `pairing.${string}`> extends `pairing.${infer Name}` ? Name : never;

/** What is drawn anew at each step, of the shape [rows, latent size]. */
export interface PairingDraw {
  /** Standard normal, uniform in 0 to 1, or as latents are distributed. */
  readonly of: "noise" | "uniform" | "latents";
  /** Rows for each latent of the batch; 1 where it is left out. */
  readonly rows?: number;
}

/** The latents of a batch, [batch, latent size], and what belongs to the step beside them. */
export interface LatentContext {
  readonly latents: Tensor;
  /** What was drawn, by the names of `draws`. */
  readonly drawn: (name: string) => Tensor;
  readonly knob: (name: PairingKnob) => Scalar;
}

/** What a pairing regularizer sees of one generator step. Nothing is detached. */
export interface PairingContext extends LatentContext {
  /** G(latents), [batch, ...sample]. */
  readonly samples: Tensor;
  /** What `others` asked for, [n * batch, latent size], row i beside latent i mod batch: those, and G of them if `rendersOthers`. */
  readonly otherLatents: Tensor;
  readonly otherSamples: () => Tensor;
  /** G: other latents [n, latent size] to samples [n, ...sample], with the moments of `latents` where layers normalise. */
  readonly generate: (latents: Tensor) => Tensor;
  /** e: samples [n, ...sample] to embeddings [n, size]. */
  readonly embedSamples: (samples: Tensor) => Tensor;
  /** h: latents [n, latent size] to embeddings [n, size]. */
  readonly embedLatents: (latents: Tensor) => Tensor;
  /** What the discriminator's last hidden layer gives, [n, features]; sample i is augmented as that of latent i mod batch. */
  readonly features: (samples: Tensor) => Tensor;
}

export interface PairingOutcome {
  /** Unweighted, a mean over the batch. */
  readonly loss: Scalar;
  /** Share of rows whose own partner is the most similar of all, 0 to 1; left out where nobody is to be recognised. */
  readonly accuracy?: Scalar;
}

/** A term of the discriminator's loss that a kind brings. */
export interface DiscriminatorTerm {
  readonly knob: PairingKnob;
  readonly draws: Readonly<Record<string, PairingDraw>>;
  /** Other latents of the discriminator's batch of latents. */
  others(context: LatentContext): Tensor;
  /** From the scores of G at the latents and at the others, [batch, 1]; unweighted. */
  value(scores: Tensor, otherScores: Tensor): Scalar;
}

/** A regularizer of the generator over pairs of latents and samples. */
export interface Pairing {
  /** Which embedding networks it trains: e of samples, h of latents. */
  readonly embeddings: readonly ("samples" | "latents")[];
  readonly knobs: readonly PairingKnob[];
  readonly draws: Readonly<Record<string, PairingDraw>>;
  /** Latents beside the batch's, such as neighbours; null where the batch's own are all. */
  readonly others: ((context: LatentContext) => Tensor) | null;
  /** Whether it needs G at the others too. */
  readonly rendersOthers: boolean;
  value(context: PairingContext): PairingOutcome;
  readonly discriminatorTerm?: DiscriminatorTerm;
}

/** Of a kind that asks for nothing but the batch's own latents and samples, but for what it says. */
export const pairing = (kind: Pick<Pairing, "value"> & Partial<Pairing>): Pairing => ({
  embeddings: [],
  knobs: [],
  draws: {},
  others: null,
  rendersOthers: false,
  ...kind,
});
