/** Labelled samples that were trained on: the class of another sample is taken from the nearest of them. */
export interface Examples {
  readonly count: number;
  /** Writes example i [...sampleShape] to `out[offset ...]`, in the data's own units less the normalisation's mean. */
  readonly fill: (i: number, out: Float32Array, offset: number) => void;
  /** Its class. */
  readonly labelOf: (i: number) => number;
  /** The class of held-out sample i. */
  readonly heldOutLabelOf: (i: number) => number;
}
