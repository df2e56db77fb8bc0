import type { Scalar, Tensor } from "../../compiler/tensorflow.ts";

/** What a pairing regularizer sees of one generator step. Nothing is detached. */
export interface PairingContext {
  /** The latents of the batch, [batch, latent size]. */
  readonly latents: Tensor;
  /** G(latents), [batch, ...sample]. */
  readonly samples: Tensor;
  /** What `neighbours` asked for: those latents, and G of them if `rendersNeighbours`. */
  readonly neighbourLatents: Tensor;
  readonly neighbourSamples: Tensor | null;
  /** e: samples [n, ...sample] to embeddings [n, size]. */
  readonly embedSamples: (samples: Tensor) => Tensor;
  /** h: latents [n, latent size] to embeddings [n, size]. */
  readonly embedLatents: (latents: Tensor) => Tensor;
  readonly temperature: Scalar;
}

export interface PairingOutcome {
  /** Unweighted, a mean over the batch. */
  readonly loss: Scalar;
  /** Share of rows whose own partner is the most similar of all, 0 to 1. */
  readonly accuracy: Scalar;
}

/** A regularizer of the generator over pairs of latents and samples. */
export interface Pairing {
  /** Which embedding networks it trains: e of samples, h of latents. */
  readonly embeddings: readonly ("samples" | "latents")[];
  /** The second latents of each pair, from the batch's latents, standard normal draws of the same shape and the
   *  noise scale sigma. */
  neighbours(latents: Tensor, noise: Tensor, sigma: Scalar): Tensor;
  /** Whether it needs G at the neighbours too. */
  readonly rendersNeighbours: boolean;
  value(context: PairingContext): PairingOutcome;
}
