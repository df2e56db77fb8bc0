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

/** Classes that real samples are labelled with. Which one a generated sample belongs to, a classifier or examples must tell. */
export interface Classes {
  readonly count: number;
  /** [count] Share of each class in the data; the sum is 1. */
  readonly weights: Float64Array;
  /** What people call each class. */
  readonly nameOf: (label: number) => string;
  /**
   * What recognises them. "digits": the shipped classifier, for each channel by itself; the label is the digits
   * read as a decimal number, the first channel first. "examples": those of the dataset.
   */
  readonly classifier: "digits" | "examples";
}
