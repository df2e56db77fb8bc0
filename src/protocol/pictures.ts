/** What a dashboard draws, as the viewer renders it from a checkpoint. Typed arrays fill their buffers. */

export const pathKinds = ["slerp", "lerp"] as const;
export type PathKind = (typeof pathKinds)[number];

/** Points [rows, dims], row-major, in the data's own units. */
export interface PointCloud {
  readonly rows: number;
  readonly dims: number;
  readonly data: Float32Array;
}

/** Known modes of the data: isotropic Gaussians. */
export interface ModeFacts {
  readonly count: number;
  /** [count, dims] */
  readonly centers: Float64Array;
  /** [count] */
  readonly std: Float64Array;
  /** [count]; the sum is 1. */
  readonly weights: Float64Array;
}

/** Classes that the data's own labels say. */
export interface ClassFacts {
  /** As people call them, fit to be shown. */
  readonly names: readonly string[];
  /** [classes] Share of each in the data; the sum is 1. */
  readonly weights: Float64Array;
  /** [real samples]: the label of each, from 0. */
  readonly of: Uint16Array;
  /** Why it is not told which class a generated sample is of; null where it is. */
  readonly unsure: string | null;
}

/** Held-out real samples, and the modes or classes that the data are known to have. */
export interface Scene {
  readonly samples: PointCloud;
  readonly modes: ModeFacts | null;
  readonly classes: ClassFacts | null;
}

export interface Rectangle {
  readonly x0: number;
  readonly x1: number;
  readonly y0: number;
  readonly y1: number;
}

export interface ScoreMap {
  /** The checkpoint's step. */
  readonly step: number;
  readonly rectangle: Rectangle;
  readonly columns: number;
  readonly rows: number;
  /**
   * Discriminator outputs at the cells' centres, row-major, the first row at y0; higher: more like real. In more than
   * two dimensions it is the plane of the first two through the real data's mean.
   */
  readonly scores: Float32Array;
}

/** Which mode each sample is nearest to, or which class it is told to be of; both empty where the data have neither. */
export interface NearestModes {
  /** [n], from 0. */
  readonly mode: Uint16Array;
  /** [n], in standard deviations of that mode; 0 for classes, which have no width. */
  readonly sigmas: Float32Array;
}

export interface LatentPath extends NearestModes {
  readonly step: number;
  readonly from: number;
  readonly to: number;
  readonly path: PathKind;
  /** [n]: 0 to 1, both included. */
  readonly t: Float64Array;
  /** [n, latent size] */
  readonly latents: Float32Array;
  readonly samples: PointCloud;
  /** [n - 1]: the distance in data space from sample i to sample i + 1. */
  readonly distances: Float32Array;
}

/**
 * A plane through the latent space: the space itself where it has two dimensions, else the one through the origin and
 * the two probe latents, in which their paths lie too. Cell (column, row) has its centre at
 * x = (2 (column + 1/2) / columns - 1) extent along `axisX`, the same for y, the first row lowest.
 */
export interface LatentMap extends NearestModes {
  readonly step: number;
  readonly columns: number;
  readonly rows: number;
  readonly extent: number;
  /** [latent size] each, of length 1, at right angles. `axisY` is zero where the latent has one dimension. */
  readonly axisX: Float32Array;
  readonly axisY: Float32Array;
  /** Outputs [rows * columns, dims]. */
  readonly samples: PointCloud;
  /** [rows * columns]: how far the output moves a latent step along the plane (Frobenius norm of its derivative). */
  readonly stretch: Float32Array;
  /** [modes]: which share of 4,096 latents of the run's own distribution lands nearest to each mode, or is of each class; empty without either. */
  readonly shares: Float64Array;
}
