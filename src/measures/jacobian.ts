import { percentile } from "./order-statistics.ts";
import { PointsError } from "./points.ts";
import type { Points } from "./points.ts";
import { singularValues } from "./singular-values.ts";

/** Latents at which the generator's Jacobian is taken: the first 256. */
const MOST_LATENTS = 256;
/** The least singular value counted, as a share of the greatest. */
const FLOOR = 1e-4;

/**
 * The latents to render for central differences at the first 256 latents z (or all, where there are fewer) along
 * every axis d: row 2 (i dims + d) is z_i + step e_d, the next one z_i - step e_d. [2 * dims * at most 256, dims].
 */
export function jacobianLatents(latents: Points, step = 1e-3): Float32Array {
  const { data, dims } = latents;
  const count = Math.min(latents.rows, MOST_LATENTS);
  const moved = new Float32Array(2 * count * dims * dims);
  for (let row = 0; row < 2 * count * dims; row++) {
    const i = Math.floor(row / (2 * dims));
    const axis = Math.floor(row / 2) % dims;
    for (let d = 0; d < dims; d++) moved[row * dims + d] = data[i * dims + d] ?? 0;
    const at = row * dims + axis;
    moved[at] = (data[i * dims + axis] ?? 0) + (row % 2 === 0 ? step : -step);
  }
  return moved;
}

export interface JacobianMeasures {
  readonly effectiveRank: number;
  readonly logCondition: number;
}

/**
 * From the generator's outputs [rows, sample dims] at `moved` [rows, latent size] (from `jacobianLatents`): with s the
 * singular values of the Jacobian at each latent, sample dims by latent size,
 *   effective rank  mean of exp(-sum p log p), p = s / sum s (Roy and Vetterli 2007); 1 to the number of values
 *   log condition   median of log10(s_max / max(s_min, 1e-4 s_max)); 0 to 4
 * Differences are divided by the actual distance of the two float32 latents, which is not exactly 2 step. Latents
 * with s_max 0 are left out; NaN where that leaves none.
 */
export function jacobianMeasures(moved: Points, outputs: Points): JacobianMeasures {
  if (outputs.rows !== moved.rows) {
    const message = `jacobian: ${outputs.rows} outputs came back for ${moved.rows} latents`;
    throw new PointsError("shape", message);
  }
  const inputs = moved.dims;
  const dims = outputs.dims;
  const jacobian = new Float64Array(dims * inputs);
  const logConditions: number[] = [];
  let ranks = 0;
  for (let first = 0; first < moved.rows; first += 2 * inputs) {
    for (let axis = 0; axis < inputs; axis++) {
      const plus = first + 2 * axis;
      const minus = plus + 1;
      const distance = (moved.data[plus * inputs + axis] ?? 0) - (moved.data[minus * inputs + axis] ?? 0);
      for (let d = 0; d < dims; d++) {
        const change = (outputs.data[plus * dims + d] ?? 0) - (outputs.data[minus * dims + d] ?? 0);
        jacobian[d * inputs + axis] = change / distance;
      }
    }
    const values = singularValues(jacobian, dims, inputs);
    const greatest = values[0] ?? 0;
    if (greatest === 0) continue;
    ranks += effectiveRank(values);
    const least = Math.max(values.at(-1) ?? 0, FLOOR * greatest);
    logConditions.push(Math.log10(greatest / least));
  }
  return {
    effectiveRank: ranks / logConditions.length,
    logCondition: percentile(Float64Array.from(logConditions), 0.5),
  };
}

function effectiveRank(values: Float64Array): number {
  const sum = values.reduce((total, value) => total + value, 0);
  let entropy = 0;
  for (const value of values) if (value > 0) entropy -= (value / sum) * Math.log(value / sum);
  return Math.exp(entropy);
}
