import type { Modes } from "./modes.ts";

/**
 * Log density, in nats, of a mixture of isotropic Gaussians at points [n, dims]:
 * log sum_k w_k (2 pi s_k^2)^(-dims / 2) exp(-|x - c_k|^2 / (2 s_k^2)), summed from its largest term.
 */
export function mixtureLogDensity(modes: Modes): (points: Float32Array) => Float64Array {
  const { count, centers, std, weights } = modes;
  const dims = centers.length / count;
  const offsets = Float64Array.from(weights, (weight, k) => {
    const variance = (std[k] ?? 1) ** 2;
    return Math.log(weight) - (dims / 2) * Math.log(2 * Math.PI * variance);
  });
  const terms = new Float64Array(count);
  return points => {
    const out = new Float64Array(points.length / dims);
    for (let i = 0; i < out.length; i++) {
      let largest = -Infinity;
      for (let k = 0; k < count; k++) {
        let distance = 0;
        for (let d = 0; d < dims; d++)
          distance += ((points[i * dims + d] ?? 0) - (centers[k * dims + d] ?? 0)) ** 2;
        const term = (offsets[k] ?? 0) - distance / (2 * (std[k] ?? 1) ** 2);
        terms[k] = term;
        largest = Math.max(largest, term);
      }
      out[i] = largest + Math.log(terms.reduce((sum, term) => sum + Math.exp(term - largest), 0));
    }
    return out;
  };
}
