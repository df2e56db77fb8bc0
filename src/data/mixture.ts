import type { Dataset } from "./dataset.ts";
import { mixtureLogDensity } from "./mixture-density.ts";
import type { Modes } from "./modes.ts";
import { synthetic } from "./synthetic.ts";

/**
 * Gives the mode of a uniform number, by weight: the cumulative sum, entered through a table by the number's
 * share of the range, so that a draw takes about one comparison whatever the count.
 * Source: Chen and Asau, "On Generating Random Variates from an Empirical Distribution", AIIE Trans. 6 (1974).
 */
export function modeSampler(weights: Float64Array): (u: number) => number {
  const { length } = weights;
  const upTo = new Float64Array(length);
  let sum = 0;
  weights.forEach((weight, k) => {
    sum += weight;
    upTo[k] = sum;
  });
  // The sum may round to just below 1.
  upTo[length - 1] = Infinity;
  const guide = new Int32Array(length);
  for (let g = 0, k = 0; g < length; g++) {
    while ((upTo[k] ?? Infinity) <= g / length) k++;
    guide[g] = k;
  }
  return u => {
    let k = guide[Math.floor(u * length)] ?? 0;
    while (u >= (upTo[k] ?? Infinity)) k++;
    return k;
  };
}

/** A mixture of isotropic Gaussians as a dataset. */
export function mixture(modes: Modes): Dataset {
  const { centers, std, weights, count } = modes;
  const dims = centers.length / count;
  const modeOf = modeSampler(weights);
  return synthetic({
    dims,
    place(u, center) {
      const k = modeOf(u);
      for (let d = 0; d < dims; d++) center[d] = centers[k * dims + d] ?? 0;
      return std[k] ?? 0;
    },
    modes,
    logDensity: mixtureLogDensity(modes),
  });
}

/** Modes at the given centres [count, dims] that all have this standard deviation and weight. */
export function equalModes(centers: Float64Array, count: number, std: number): Modes {
  return {
    count,
    centers,
    std: new Float64Array(count).fill(std),
    weights: new Float64Array(count).fill(1 / count),
  };
}
