import { undefinedBecause, type Measured } from "./measured.ts";
import { FEWEST_FOR_SPREAD } from "./modes.ts";
import { percentile } from "./order-statistics.ts";
import type { Points } from "./points.ts";
import type { Sliced } from "./slices.ts";

/** How many places the kernel tells apart in a real mode. */
const PLACES = 50;

/** Of a mode so many samples are looked at, the first ones: pairs grow by the square. Real ones are looked at once. */
const MOST_REAL = 512;
const MOST_GENERATED = 192;

/** Sharper kernels, as a logarithm, tell apart what rounding makes of equal samples. */
const SHARPEST = 60;
const LEAST_SIZE = 1e-200;

const NUMBERS_A_SLICE = 2 ** 16;

/** The mode of a sample that belongs to none. */
export const NO_MODE = -1;

/** How wide the kernel of each mode is, which its real samples say. A mode is looked at when samples reach it. */
export class ModeKernels {
  readonly #real: Points;
  readonly #rowsOf: ReadonlyMap<number, readonly number[]>;
  readonly #found = new Map<number, number | null>();

  /** @param modeOf the mode of each real sample, or NO_MODE */
  constructor(real: Points, modeOf: Int32Array) {
    this.#real = real;
    this.#rowsOf = members(modeOf, MOST_REAL);
  }

  /** 1 / sigma^2, for k^2 = exp(-|x - y|^2 / sigma^2); null where the mode has too few different real samples. */
  *sharpnessOf(mode: number): Sliced<number | null> {
    const known = this.#found.get(mode);
    if (known !== undefined) return known;
    const rows = this.#rowsOf.get(mode) ?? [];
    const sharpness =
      rows.length < FEWEST_FOR_SPREAD ? null : yield* sharpnessFor(yield* squaredDistances(this.#real, rows));
    this.#found.set(mode, sharpness);
    return sharpness;
  }
}

/**
 * Diversity inside modes: order-2 Renyi kernel entropy, as a number of modes (Jalali, Li and Farnia 2023, NeurIPS 36:
 * m^2 / sum_ij k(x_i, x_j)^2, k Gaussian), of the samples of each mode over that of as many real ones, m / (1 + (m - 1) /
 * 50); the median over modes with at least 10 samples on either side. The kernel of a mode is as wide as makes the mean of
 * k^2 over pairs of its real samples 1 / 50. 1 is right; copies and whatever lies closer together than real samples give
 * less, though the spread may be right. Undefined where no mode has 10 and 10.
 */
export function* modeDiversity(kernels: ModeKernels, samples: Points, modeOf: Int32Array): Sliced<Measured> {
  const ratios: number[] = [];
  for (const [mode, rows] of members(modeOf, MOST_GENERATED)) {
    if (rows.length < FEWEST_FOR_SPREAD) continue;
    const sharpness = yield* kernels.sharpnessOf(mode);
    if (sharpness === null) continue;
    const alike = meanKernel(yield* squaredDistances(samples, rows), sharpness);
    ratios.push((1 + (rows.length - 1) / PLACES) / (1 + (rows.length - 1) * alike));
  }
  if (ratios.length === 0)
    return undefinedBecause(`no mode has ${FEWEST_FOR_SPREAD} samples and ${FEWEST_FOR_SPREAD} real ones`);
  return percentile(Float64Array.from(ratios), 0.5);
}

/** The rows of each mode, at most so many. */
function members(modeOf: Int32Array, most: number): Map<number, number[]> {
  const found = new Map<number, number[]>();
  modeOf.forEach((mode, row) => {
    if (mode === NO_MODE) return;
    const rows = found.get(mode) ?? [];
    if (rows.length < most && rows.push(row) === 1) found.set(mode, rows);
  });
  return found;
}

/** Of every pair of the rows. */
function* squaredDistances(points: Points, rows: readonly number[]): Sliced<Float64Array> {
  const squared = new Float64Array((rows.length * (rows.length - 1)) / 2);
  let slice = 0;
  for (const [i, row] of rows.entries()) {
    const first = (i * (i - 1)) / 2;
    fillSquaredDistances(points, row, rows, squared.subarray(first, first + i));
    slice += i * points.dims;
    if (slice < NUMBERS_A_SLICE) continue;
    slice = 0;
    yield;
  }
  return squared;
}

/** From a row to as many of `others` as there is room for. */
function fillSquaredDistances(
  { data, dims }: Points,
  row: number,
  others: readonly number[],
  squared: Float64Array,
): void {
  for (let j = 0; j < squared.length; j++) {
    const other = others[j] ?? 0;
    let sum = 0;
    for (let d = 0; d < dims; d++) {
      const t = (data[row * dims + d] ?? 0) - (data[other * dims + d] ?? 0);
      sum += t * t;
    }
    squared[j] = sum;
  }
}

/** The mean of k^2 over the pairs. */
function meanKernel(squared: Float64Array, sharpness: number): number {
  let sum = 0;
  for (const distance of squared) sum += Math.exp(-distance * sharpness);
  return sum / squared.length;
}

/**
 * The sharpness at which the mean of k^2 over the pairs is 1 / 50, which it falls through as the sharpness grows; null where
 * there is none, since too many pairs are of equal samples. By the secant of logarithms, kept between two places on either
 * side of it (the Illinois rule; Dahlquist and Bjorck 1974, section 6.3).
 */
function* sharpnessFor(squared: Float64Array): Sliced<number | null> {
  const size = squared.reduce((sum, distance) => sum + distance, 0) / squared.length;
  if (!(size > LEAST_SIZE && size < Infinity)) return null;
  const excess = (x: number) => Math.log(meanKernel(squared, Math.exp(x) / size) * PLACES);
  // Below: the mean of exp(-v) is at least exp(-mean of v), by Jensen.
  let [a, b] = [0, Math.log(PLACES)];
  let [above, below] = [excess(a), excess(b)];
  while (below > 0) {
    if (b > SHARPEST) return null;
    [a, above] = [b, below];
    b += 2;
    below = excess(b);
    yield;
  }
  for (let x = b, last = 0, before = Infinity; ; before = x) {
    x = (a * below - b * above) / (below - above);
    if (Math.abs(x - before) < 1e-13) return Math.exp(x) / size;
    const found = excess(x);
    yield;
    if (found > 0) {
      [a, above] = [x, found];
      if (last > 0) below /= 2;
    } else {
      [b, below] = [x, found];
      if (last < 0) above /= 2;
    }
    last = found;
  }
}
