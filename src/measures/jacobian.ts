import { undefinedBecause, type Measured } from "./measured.ts";
import { percentile } from "./order-statistics.ts";
import { PointsError } from "./points.ts";
import type { Points } from "./points.ts";
import type { Sliced } from "./slices.ts";
import { singularValues } from "./singular-values.ts";

/** Where the generator's Jacobian is taken. */
export interface JacobianPlan {
  /** The most latents: the first ones. */
  readonly latents: number;
  /** The most directions: the first axes of the latent space. Latents have no axis before another, so these are as good
   *  as any other fixed orthonormal directions, and float32 latents lie exactly along them. */
  readonly directions: number;
}

export const everyDirection: JacobianPlan = { latents: 256, directions: Infinity };

/** The least singular value counted, as a share of the greatest. */
const FLOOR = 1e-4;

/**
 * The latents to render for central differences at the plan's latents z along each of its `axes` axes d: row
 * 2 (i axes + d) is z_i + step e_d, the next one z_i - step e_d. [2 * axes * latents, dims].
 */
export function jacobianLatents(
  latents: Points,
  plan: JacobianPlan = everyDirection,
  step = 1e-3,
): Float32Array {
  const { data, dims } = latents;
  const count = Math.min(latents.rows, plan.latents);
  const axes = Math.min(dims, plan.directions);
  const moved = new Float32Array(2 * count * axes * dims);
  for (let row = 0; row < 2 * count * axes; row++) {
    const i = Math.floor(row / (2 * axes));
    const axis = Math.floor(row / 2) % axes;
    for (let d = 0; d < dims; d++) moved[row * dims + d] = data[i * dims + d] ?? 0;
    const at = row * dims + axis;
    moved[at] = (data[i * dims + axis] ?? 0) + (row % 2 === 0 ? step : -step);
  }
  return moved;
}

export interface JacobianMeasures {
  readonly effectiveRank: Measured;
  readonly logCondition: Measured;
}

/**
 * From the generator's outputs [rows, sample dims] at `moved` [rows, latent size] (from `jacobianLatents`): with s the
 * singular values of the Jacobian at each latent, sample dims by axes of the plan,
 *   effective rank  mean of exp(-sum p log p), p = s / sum s (Roy and Vetterli 2007); 1 to the number of values
 *   log condition   median of log10(s_max / max(s_min, 1e-4 s_max)); 0 to 4
 * Differences are divided by the actual distance of the two float32 latents, which is not exactly 2 step. Latents
 * with s_max 0 are left out; undefined where that leaves none.
 */
export function* jacobianMeasures(
  moved: Points,
  outputs: Points,
  plan: JacobianPlan = everyDirection,
): Sliced<JacobianMeasures> {
  if (outputs.rows !== moved.rows) {
    const message = `jacobian: ${outputs.rows} outputs came back for ${moved.rows} latents`;
    throw new PointsError("shape", message);
  }
  const inputs = moved.dims;
  const axes = Math.min(inputs, plan.directions);
  const dims = outputs.dims;
  const jacobian = new Float64Array(dims * axes);
  const logConditions: number[] = [];
  let ranks = 0;
  for (let first = 0; first < moved.rows; first += 2 * axes) {
    for (let axis = 0; axis < axes; axis++) {
      const plus = first + 2 * axis;
      const minus = plus + 1;
      const distance = (moved.data[plus * inputs + axis] ?? 0) - (moved.data[minus * inputs + axis] ?? 0);
      for (let d = 0; d < dims; d++) {
        const change = (outputs.data[plus * dims + d] ?? 0) - (outputs.data[minus * dims + d] ?? 0);
        jacobian[d * axes + axis] = change / distance;
      }
    }
    const values = singularValues(jacobian, dims, axes);
    const greatest = values[0] ?? 0;
    if (greatest === 0) continue;
    ranks += effectiveRank(values);
    const least = Math.max(values.at(-1) ?? 0, FLOOR * greatest);
    logConditions.push(Math.log10(greatest / least));
    yield;
  }
  if (logConditions.length === 0) {
    const nowhere = undefinedBecause("the output changes near no latent");
    return { effectiveRank: nowhere, logCondition: nowhere };
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
