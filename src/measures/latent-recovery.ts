import { blockPoints } from "./blocks.ts";
import type { BlockedPoints } from "./blocks.ts";
import { undefinedBecause, type Measured } from "./measured.ts";
import { nearestSquared, visitNearest } from "./neighbours.ts";
import type { Points } from "./points.ts";
import type { Sliced } from "./slices.ts";

/** Latents with what depends on them alone. */
export interface LatentReference {
  readonly latents: Points;
  /** Mean squared distance to the nearest other latent. */
  readonly nearest: number;
  /** Mean squared distance of two latents. */
  readonly any: number;
}

export function* prepareLatents(latents: Points): Sliced<LatentReference> {
  const { data, rows, dims } = latents;
  const squared = yield* nearestSquared(yield* blockPoints(latents), 1);
  let nearest = 0;
  for (let place = 0; place < rows; place++) nearest += squared[place] ?? 0;
  // The mean over pairs of |z_i - z_j|^2 is twice the unbiased variance, summed over the dimensions.
  let any = 0;
  for (let d = 0; d < dims; d++) {
    let mean = 0;
    for (let i = 0; i < rows; i++) mean += (data[i * dims + d] ?? 0) / rows;
    for (let i = 0; i < rows; i++) any += (2 * ((data[i * dims + d] ?? 0) - mean) ** 2) / (rows - 1);
  }
  return { latents, nearest: nearest / rows, any };
}

/**
 * Do neighbours in the output come from neighbours in the latent space? With z_x the latent of the sample nearest to
 * G(z) among the other samples, and z_z the latent nearest to z:
 *   (mean |z - z_x|^2 - mean |z - z_z|^2) / (mean |z - z'|^2 - mean |z - z_z|^2), clipped to 0..1.
 * 0: yes; 1: the output tells nothing of the latent. Where several samples are equally near, the mean over them
 * counts, so that a generator with one output gives 1 and the order of the samples does not matter.
 * `samples` are blocked in the order of the latents' rows, `nearest` their distances from `nearestSquared` with
 * k = `neighbours`. Undefined where the denominator is not above 0.
 */
export function* latentRecovery(
  reference: LatentReference,
  samples: BlockedPoints,
  nearest: Float64Array,
  neighbours: number,
): Sliced<Measured> {
  const { data, rows, dims } = reference.latents;
  if (rows < 2) return undefinedBecause("fewer than 2 samples");
  const range = reference.any - reference.nearest;
  if (!(range > 0)) return undefinedBecause("the latents are equally far apart");
  // Every pair would be tied: the mean over all of them is known.
  if (isOnePoint(samples)) return 1;
  const sums = new Float64Array(rows);
  const counts = new Float64Array(rows);
  const limits = Float64Array.from({ length: samples.order.length }, (_, place) =>
    place < rows ? (nearest[place * neighbours] ?? 0) : -Infinity,
  );
  yield* visitNearest(samples, limits, (i, j, ofI, ofJ) => {
    let squared = 0;
    for (let d = 0; d < dims; d++) {
      const t = (data[i * dims + d] ?? 0) - (data[j * dims + d] ?? 0);
      squared += t * t;
    }
    if (ofI) {
      sums[i] = (sums[i] ?? 0) + squared;
      counts[i] = (counts[i] ?? 0) + 1;
    }
    if (ofJ) {
      sums[j] = (sums[j] ?? 0) + squared;
      counts[j] = (counts[j] ?? 0) + 1;
    }
  });
  let found = 0;
  for (let i = 0; i < rows; i++) found += (sums[i] ?? 0) / (counts[i] ?? 0);
  return Math.min(Math.max((found / rows - reference.nearest) / range, 0), 1);
}

function isOnePoint({ dims, low, high }: BlockedPoints): boolean {
  return low.every((value, at) => value === low[at % dims] && high[at] === value);
}
