/** What a dashboard draws of a run whose samples are images, as the viewer renders it. Typed arrays fill their buffers. */
import type { PathKind } from "./pictures.ts";

/**
 * Images [count, height, width, channels] of 8 bits, row-major, the top row first; 1 channel is grey, 3 are red, green and
 * blue. Samples from -1 to 1 are 0 to 255.
 */
export interface ImageStack {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3;
  readonly pixels: Uint8Array;
}

/** Held-out real images, and the names of the data's classes; none where the data have none that can be told. */
export interface RealImages {
  readonly images: ImageStack;
  readonly classNames: readonly string[];
}

/**
 * Distances between images are root mean squares over pixels and channels: 0 for equal ones, 1 from black to white.
 * `classes` says for each image which of the data's classes it looks like, from 0; empty where that cannot be told.
 */
export interface ImagePath {
  readonly step: number;
  readonly from: number;
  readonly to: number;
  readonly path: PathKind;
  /** [n]: 0 to 1, both included. */
  readonly t: Float64Array;
  /** [n, latent size] */
  readonly latents: Float32Array;
  readonly images: ImageStack;
  /** [n - 1]: from image i to image i + 1. */
  readonly distances: Float32Array;
  /** [n] */
  readonly classes: Uint16Array;
}

/**
 * The plane through three probe latents; the space itself where it has at most two dimensions. Cell (column, row) has its
 * centre at x = (2 (column + 1/2) / columns - 1) extent from `origin` along `axisX`, the same for y, the first row lowest.
 */
export interface ImageMap {
  readonly step: number;
  readonly columns: number;
  readonly rows: number;
  readonly extent: number;
  /** [latent size]: the plane's nearest place to the latent space's middle. */
  readonly origin: Float32Array;
  /** [latent size] each, of length 1, at right angles. `axisY` is zero where the latent has one dimension. */
  readonly axisX: Float32Array;
  readonly axisY: Float32Array;
  /** [3, 2]: where the three probe latents lie along the two axes. */
  readonly probes: Float32Array;
  /** One a cell; null where none were asked for. */
  readonly images: ImageStack | null;
  /** [rows * columns]: how far the image moves a latent step along the plane (Frobenius norm of its derivative). */
  readonly stretch: Float32Array;
  /** [rows * columns] */
  readonly classes: Uint16Array;
}

/** What the generator gives for latents near a probe latent: z + noise * eps, eps standard normal. */
export interface Neighbourhood {
  readonly step: number;
  readonly probe: number;
  readonly noise: number;
  /** The probe's own image, then its neighbours'. */
  readonly images: ImageStack;
  /** [count - 1]: from the probe's own image to each neighbour's. */
  readonly distances: Float32Array;
}

/** The real images that are nearest to a probe latent's image, the nearest first. */
export interface NearestReal {
  readonly step: number;
  readonly probe: number;
  readonly images: ImageStack;
  /** [count] */
  readonly distances: Float32Array;
  /** How many real images were searched. */
  readonly searched: number;
}

/** Which share of `samples` images of the run's own latents looks like each of the data's classes. */
export interface ClassShares {
  readonly step: number;
  readonly samples: number;
  /** [classes]; empty where classes are not told. */
  readonly shares: Float64Array;
  /** [classes]: of the data. */
  readonly real: Float64Array;
  /** Why the classes that the data have are not told; null where they are, and where there are none. */
  readonly unsure: string | null;
}

/** Bounds of what may be asked for. */
export const imageLimits = {
  /** Images of one answer that holds pictures to look at. */
  images: 4096,
  pathImages: 257,
  neighbours: 64,
  nearest: 16,
  /** Cells along one side of a map. */
  mapSide: 64,
  /** The last probe latent of an image run's samples. */
  probe: 95,
} as const;
