import type { Tensor } from "../../compiler/tensorflow.ts";

/** How a parameter begins. */
export type Initializer =
  /** Uniform in +-sqrt(6 / (fanIn + fanOut)) (Glorot and Bengio 2010, equation 16). */
  | { readonly kind: "glorot-uniform"; readonly fanIn: number; readonly fanOut: number }
  | { readonly kind: "zeros" };

/** One trained tensor of a network. Its name is unique within the network: `0.weight`, `0.bias`, ... */
export interface Parameter {
  readonly name: string;
  readonly shape: readonly number[];
  readonly initializer: Initializer;
}

/** A network is its parameters and a pure function of them. */
export interface Network {
  readonly parameters: readonly Parameter[];
  /** Every row of the output depends on its own row of the input alone (no batch statistics), so that several
   *  batches may pass in one call. */
  readonly rowwise: boolean;
  /** `weights` in the order of `parameters`; `x` is [batch, ...input], the result [batch, ...output]. */
  readonly apply: (weights: readonly Tensor[], x: Tensor) => Tensor;
}
