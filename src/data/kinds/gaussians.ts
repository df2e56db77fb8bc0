import type { Dataset } from "../dataset.ts";
import { equalModes, mixture } from "../mixture.ts";
import { fillNormal } from "../random.ts";
import type { DataOf } from "./data-of.ts";

/**
 * Directions of fixed random normal vectors, times the radius. Centre k depends on k, dims and radius alone, so
 * that more modes start with the fewer.
 */
function sphereCenters(modes: number, dims: number, radius: number): Float64Array {
  const centers = new Float64Array(modes * dims);
  fillNormal(centers, { seed: 0, stream: "modeCenters", step: 0 });
  for (let k = 0; k < modes; k++) {
    const center = centers.subarray(k * dims, (k + 1) * dims);
    const norm = Math.sqrt(center.reduce((sum, value) => sum + value * value, 0));
    for (let d = 0; d < dims; d++) center[d] = (radius * (center[d] ?? 0)) / norm;
  }
  return centers;
}

/** Equal Gaussians around fixed places on a sphere in many dimensions. */
export function gaussians({ modes, dims, radius, std }: DataOf<"gaussians">): Dataset {
  return mixture(equalModes(sphereCenters(modes, dims, radius), modes, std));
}
