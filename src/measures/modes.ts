/** The known modes of a data distribution: isotropic normals. */
export interface Modes {
  readonly count: number;
  /** [count, dims] */
  readonly centers: Float64Array;
  /** [count], standard deviation along every dimension */
  readonly std: Float64Array;
  /** [count], sum 1 */
  readonly weights: Float64Array;
}
