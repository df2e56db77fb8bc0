import type { Modes } from "./modes.ts";

export type { Modes } from "./modes.ts";

/** What the trainer and the measures know of the real data. */
export interface Dataset {
  /** Shape of one sample: [dims] for points. */
  readonly sampleShape: readonly number[];
  /** The modes, where the data have known ones. */
  readonly modes: Modes | null;
  /** The way back to the data's own units, a dimension each: own = x * scale + mean. Null: the units are the same. */
  readonly normalization: Normalization | null;
  /**
   * Fills `out[offset ...]` with the samples [rows, ...sampleShape] of training batch number `draw` (from 0), in
   * the network's (normalised) units. Pure in (seed, draw, rows).
   */
  batch(seed: number, draw: number, rows: number, out: Float32Array, offset: number): void;
  /** At most n held-out samples [n, ...sampleShape] in the data's own units, the same for every seed; more start with fewer. */
  heldOut(n: number): Float32Array;
  /** The log density (nats) at points [n, ...sampleShape] in own units, where it is known. */
  readonly logDensity: ((points: Float32Array) => Float64Array) | null;
}

export interface Normalization {
  readonly mean: readonly number[];
  /** Standard deviations; 1 where a dimension is constant. */
  readonly scale: readonly number[];
}
