import type { BlockedPoints } from "./blocks.ts";
import type { Measured } from "./measured.ts";
import type { Points } from "./points.ts";
import type { Sliced } from "./slices.ts";

/** What is the same at every evaluation: real samples where distances are measured. */
export interface Reference {
  /** Held out of training. */
  readonly real: BlockedPoints;
  readonly realPoints: Points;
  /** Real samples that were trained on; null where nobody asks what comes near to them. */
  readonly training: Points | null;
  /** Generated samples of an evaluation. */
  readonly rows: number;
  /** Whether these are features whose Frechet distance is called FID. */
  readonly frechet: boolean;
}

/** The generated samples, in the rows' order and in blocks. */
export interface Generated {
  readonly samples: Points;
  readonly blocked: BlockedPoints;
}

export type TakeMeasure = (generated: Generated) => Sliced<Measured> | Measured;

/** A measure of real and generated samples alone. It prepares what is the same at every evaluation; null where the data have no such measure. */
export type PointMeasure = (reference: Reference) => Sliced<TakeMeasure | null> | TakeMeasure | null;
