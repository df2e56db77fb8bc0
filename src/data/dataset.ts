import type { Examples } from "./examples.ts";
import type { Classes, Modes } from "./modes.ts";
import type { Reading } from "./reading.ts";
import type { RealImages } from "./real-images.ts";

export type { Classes, Modes } from "./modes.ts";

/** What the trainer and the measures know of the real data. */
export interface Dataset {
  /** Shape of one sample: [dims] for points, [height, width, channels] for images. */
  readonly sampleShape: readonly number[];
  /** The modes, where they are known places. */
  readonly modes: Modes | null;
  /** The classes, where real samples have labels. */
  readonly classes: Classes | null;
  /** Labelled samples that tell the classes of others, where no classifier does. */
  readonly examples: Examples | null;
  /** The pictures themselves, 8 bits a value, where samples are images. */
  readonly images: RealImages | null;
  /** The way back to the data's own units, a dimension each: own = x * scale + mean. Null: the units are the same. */
  readonly normalization: Normalization | null;
  /**
   * Fills `out[offset ...]` with the samples [rows, ...sampleShape] of training batch number `draw` (from 0), in
   * the network's units: normalised for points, -1 to 1 for images. Pure in (seed, draw, rows).
   */
  batch(seed: number, draw: number, rows: number, out: Float32Array, offset: number): void;
  /**
   * At most n held-out samples [n, ...sampleShape] in the data's own units (-1 to 1 for images), the same for every
   * seed; more start with fewer.
   */
  heldOut(n: number): Float32Array;
  /** The same less the normalisation's mean, which far from the origin takes all digits of a float32. */
  heldOutCentred(n: number): Float32Array;
  /** The log density (nats) at points [n, ...sampleShape] in own units, where it is known. */
  readonly logDensity: ((points: Float32Array) => Float64Array) | null;
  /** What was taken of the files, where there are any. */
  readonly reading: Reading | null;
  /** What people should know of the files: pictures that were left out. */
  readonly notices: readonly string[];
}

export interface Normalization {
  readonly mean: readonly number[];
  /** Standard deviations; 1 where a dimension is constant. */
  readonly scale: readonly number[];
}
