import { undefinedBecause } from "./measured.ts";
import type { PointMeasure } from "./point-measure.ts";
import { PointsError } from "./points.ts";
import type { Points } from "./points.ts";
import { addRowProducts } from "./row-products.ts";
import type { Sliced } from "./slices.ts";
import { symmetricEigenvalues } from "./symmetric-eigenvalues.ts";

/** Samples whose centred features are held transposed at a time. */
const SAMPLES_A_PASS = 64;

/** What the real points contribute to the distance: made once, used at every evaluation. */
export interface FrechetReference {
  readonly dims: number;
  /** [dims], in the points' own order of dimensions. */
  readonly mean: Float64Array;
  readonly trace: number;
  /** [size, size]: the transposed factor U of the covariance, U' U, in the factor's order; zeros below the diagonal. */
  readonly factor: Float64Array;
  /** `dims` rounded up to a multiple of 4; what is beyond is 0. */
  readonly size: number;
  /** [size]: the dimension at each place of the factor; from `dims` on there is none. */
  readonly order: Int32Array;
}

/** Throws PointsError where there are fewer than two points. */
export function* frechetReference(real: Points): Sliced<FrechetReference> {
  const size = Math.ceil(real.dims / 4) * 4;
  const natural = Int32Array.from({ length: size }, (_, d) => d);
  const mean = meanOf(real, "real");
  const covariance = yield* covarianceOf(real, mean, natural, size);
  const { factor, order } = yield* pivotedCholesky(covariance, size);
  return { dims: real.dims, mean, trace: traceOf(covariance, size), factor, size, order };
}

/**
 * The squared Frechet distance of two normal distributions with the means m and covariances C (unbiased) of real and
 * generated features, which is what is called FID (Heusel et al. 2017, arXiv 1706.08500, equation 6; Dowson and
 * Landau 1982):
 *   |m_r - m_g|^2 + Tr(C_r + C_g - 2 (C_r C_g)^(1/2))
 * With C_r = L L' the eigenvalues of C_r C_g are those of the symmetric L' C_g L, and the trace of the root is the sum
 * of their roots. L is a Cholesky factor with complete pivoting, which exists and is stable where C_r is singular
 * (Higham 2002, theorem 10.14), as it is with fewer samples than features. float64. At least 0; throws PointsError
 * where the dimensions differ or there are fewer than two points.
 */
export function* frechetDistance(reference: FrechetReference, fake: Points): Sliced<number> {
  const { dims, size, factor, order } = reference;
  if (fake.dims !== dims) {
    const message = `fake: points of ${fake.dims} dimensions cannot be compared with real ones of ${dims}`;
    throw new PointsError("shape", message);
  }
  const mean = meanOf(fake, "fake");
  const covariance = yield* covarianceOf(fake, mean, order, size);
  const trace = traceOf(covariance, size);
  const half = new Float64Array(size * size);
  const upper = { lowerOnly: false, zerosBefore: "row of a" } as const;
  yield* addRowProducts(factor, covariance, half, size, size, upper);
  const product = covariance.fill(0);
  const lower = { lowerOnly: true, zerosBefore: "row of b" } as const;
  yield* addRowProducts(half, factor, product, size, size, lower);
  let roots = 0;
  for (const value of yield* symmetricEigenvalues(product, size)) roots += Math.sqrt(Math.max(value, 0));
  let between = 0;
  for (let d = 0; d < dims; d++) between += ((reference.mean[d] ?? 0) - (mean[d] ?? 0)) ** 2;
  return Math.max(between + reference.trace + trace - 2 * roots, 0);
}

function meanOf({ data, rows, dims }: Points, what: string): Float64Array {
  if (rows < 2) throw new PointsError("too few", `${what}: ${rows} points have no covariance`);
  const mean = new Float64Array(dims);
  for (let i = 0; i < rows; i++)
    for (let d = 0; d < dims; d++) mean[d] = (mean[d] ?? 0) + (data[i * dims + d] ?? 0);
  return mean.map(sum => sum / rows);
}

/** The unbiased covariance [size, size] of the dimensions in this order, both triangles. */
function* covarianceOf(
  { data, rows, dims }: Points,
  mean: Float64Array,
  order: Int32Array,
  size: number,
): Sliced<Float64Array> {
  const covariance = new Float64Array(size * size);
  const centred = new Float64Array(size * SAMPLES_A_PASS);
  for (let first = 0; first < rows; first += SAMPLES_A_PASS) {
    const count = Math.min(SAMPLES_A_PASS, rows - first);
    for (let place = 0; place < size; place++) {
      const d = order[place] ?? 0;
      for (let s = 0; s < SAMPLES_A_PASS; s++)
        centred[place * SAMPLES_A_PASS + s] =
          s < count && d < dims ? (data[(first + s) * dims + d] ?? 0) - (mean[d] ?? 0) : 0;
    }
    const shape = { lowerOnly: true, zerosBefore: "nothing" } as const;
    yield* addRowProducts(centred, centred, covariance, size, SAMPLES_A_PASS, shape);
  }
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      const value = (covariance[i * size + j] ?? 0) / (rows - 1);
      covariance[i * size + j] = value;
      covariance[j * size + i] = value;
    }
  }
  return covariance;
}

function traceOf(matrix: Float64Array, size: number): number {
  let sum = 0;
  for (let i = 0; i < size; i++) sum += matrix[i * size + i] ?? 0;
  return sum;
}

/**
 * U with U' U the symmetric semidefinite matrix in the order of the pivots, each the greatest variance that is left;
 * it ends where that is lost in rounding. Rows of L are built by dot products, in place of swaps.
 */
function* pivotedCholesky(
  matrix: Float64Array,
  size: number,
): Sliced<{ factor: Float64Array; order: Int32Array }> {
  const rows = new Float64Array(size * size); // L, its rows in the matrix's own order
  const left = Float64Array.from({ length: size }, (_, i) => matrix[i * size + i] ?? 0);
  const order = Int32Array.from({ length: size }, (_, i) => i);
  const negligible = size * Number.EPSILON * left.reduce((most, value) => Math.max(most, value), 0);
  const factor = new Float64Array(size * size);
  for (let k = 0; k < size; k++) {
    let best = k;
    for (let place = k + 1; place < size; place++)
      if ((left[order[place] ?? 0] ?? 0) > (left[order[best] ?? 0] ?? 0)) best = place;
    const pivot = order[best] ?? 0;
    order[best] = order[k] ?? 0;
    order[k] = pivot;
    if (!((left[pivot] ?? 0) > negligible)) break;
    const root = Math.sqrt(left[pivot] ?? 0);
    rows[pivot * size + k] = root;
    for (let place = k + 1; place < size; place++) {
      const i = order[place] ?? 0;
      const value = ((matrix[i * size + pivot] ?? 0) - dotOfRows(rows, i * size, pivot * size, k)) / root;
      rows[i * size + k] = value;
      left[i] = (left[i] ?? 0) - value * value;
    }
    yield;
  }
  for (let place = 0; place < size; place++) {
    const row = (order[place] ?? 0) * size;
    for (let k = 0; k <= place; k++) factor[k * size + place] = rows[row + k] ?? 0;
    if (place % 64 === 63) yield;
  }
  return { factor, order };
}

function dotOfRows(rows: Float64Array, i: number, j: number, length: number): number {
  let even = 0;
  let odd = 0;
  let k = 0;
  for (; k + 1 < length; k += 2) {
    even += (rows[i + k] ?? 0) * (rows[j + k] ?? 0);
    odd += (rows[i + k + 1] ?? 0) * (rows[j + k + 1] ?? 0);
  }
  if (k < length) even += (rows[i + k] ?? 0) * (rows[j + k] ?? 0);
  return even + odd;
}

export const fid: PointMeasure = function* ({ realPoints, rows, frechet }) {
  if (!frechet) return null;
  if (Math.min(realPoints.rows, rows) < 2) return () => undefinedBecause("fewer than 2 samples");
  const reference = yield* frechetReference(realPoints);
  return ({ samples }) => frechetDistance(reference, samples);
};
