/** The modes of a mixture of isotropic Gaussians, in the data's own units. */
export interface Modes {
  readonly count: number;
  /** [count, dims] */
  readonly centers: Float64Array;
  /** [count] */
  readonly std: Float64Array;
  /** [count]; the sum is 1. */
  readonly weights: Float64Array;
}
