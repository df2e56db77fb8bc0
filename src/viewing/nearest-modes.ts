import type { Modes } from "../data/dataset.ts";
import type { NearestModes, PointCloud } from "../protocol/pictures.ts";

/**
 * For every sample the mode whose centre is nearest, and the distance to it in that mode's standard deviations; both
 * empty without modes. A sample that is not finite is nearest to the first one, infinitely far.
 */
export function nearestModes({ rows, dims, data }: PointCloud, modes: Modes | null): NearestModes {
  const mode = new Uint16Array(modes === null ? 0 : rows);
  const sigmas = new Float32Array(mode.length);
  if (modes === null) return { mode, sigmas };
  for (let row = 0; row < rows; row++) {
    let nearest = 0;
    let least = Infinity;
    for (let m = 0; m < modes.count; m++) {
      let square = 0;
      for (let d = 0; d < dims; d++)
        square += ((data[row * dims + d] ?? 0) - (modes.centers[m * dims + d] ?? 0)) ** 2;
      if (square < least) {
        least = square;
        nearest = m;
      }
    }
    mode[row] = nearest;
    sigmas[row] = Math.sqrt(least) / (modes.std[nearest] ?? NaN);
  }
  return { mode, sigmas };
}

/** Which share of the samples lies in each of so many modes or classes. */
export function shareOfEach(of: Uint16Array, parts: number): Float64Array {
  const shares = new Float64Array(parts);
  for (const part of of) shares[part] = (shares[part] ?? 0) + 1 / of.length;
  return shares;
}
