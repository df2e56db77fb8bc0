import type { Tensor } from "../../compiler/tensorflow.ts";

/** How a parameter begins. */
export type Initializer =
  /** Uniform in +-sqrt(6 / (fanIn + fanOut)) (Glorot and Bengio 2010, equation 16). */
  | { readonly kind: "glorot-uniform"; readonly fanIn: number; readonly fanOut: number }
  /** Normal draws of mean 0. */
  | { readonly kind: "normal"; readonly deviation: number }
  | { readonly kind: "constant"; readonly value: number };

/** One trained tensor of a network. Its name is unique within the network: `0.weight`, `0.bias`, ... */
export interface Parameter {
  readonly name: string;
  readonly shape: readonly number[];
  readonly initializer: Initializer;
}

/** A network is its parameters and a pure function of them. Every row of the output depends on its own row of the
 *  input alone, so that several batches may pass in one call. */
export interface Network {
  readonly parameters: readonly Parameter[];
  /** `weights` in the order of `parameters`; `x` is [batch, ...input], the result [batch, ...output]. */
  readonly apply: (weights: readonly Tensor[], x: Tensor) => Tensor;
  /** What the last hidden layer gives, [batch, features]; the input's values where there is none. */
  readonly features: (weights: readonly Tensor[], x: Tensor) => Tensor;
}

/** Of each map of a layer, over a batch. */
export interface Moments {
  readonly mean: Tensor;
  /** Not corrected for the number of values. */
  readonly variance: Tensor;
}

/** A layer that normalises by the moments of a batch. */
export interface NormalisedLayer {
  /** Unique within the network: `0`, `1`, ... */
  readonly name: string;
  /** Of its mean and of its variance. */
  readonly shape: readonly number[];
}

/** A network from latents to samples, whose layers may normalise by moments of a batch. */
export interface Generator {
  readonly parameters: readonly Parameter[];
  /** Empty where no layer normalises: then every sample depends on its own latent alone. */
  readonly normalised: readonly NormalisedLayer[];
  /**
   * Samples [batch, ...sample] of latents [batch, latent size], with `weights` in the order of `parameters`, and the
   * moments that each layer normalised by, in the order of `normalised`.
   * @param given the moments to normalise by; null for those of this very batch
   */
  readonly generate: (
    weights: readonly Tensor[],
    latents: Tensor,
    given: readonly Moments[] | null,
  ) => { readonly samples: Tensor; readonly moments: readonly Moments[] };
}

/** A network's tensor by its place. Throws RangeError where it was not given. */
export function tensorAt(tensors: readonly Tensor[], place: number): Tensor {
  const tensor = tensors[place];
  if (tensor === undefined)
    throw new RangeError(`a network was given ${tensors.length} tensors, no ${place}`);
  return tensor;
}
