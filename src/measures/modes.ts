import { undefinedBecause, type Measured } from "./measured.ts";
import { percentile } from "./order-statistics.ts";
import type { Points } from "./points.ts";

/** The known modes of a data distribution: isotropic normals. */
export interface Modes {
  readonly count: number;
  /** [count, dims] */
  readonly centers: Float64Array;
  /** [count], standard deviation along every dimension */
  readonly std: Float64Array;
  /** [count], sum 1 */
  readonly weights: Float64Array;
}

/** Fewer samples than this say nothing of a mode's spread. */
export const FEWEST_FOR_SPREAD = 10;

/** Each sample's nearest mode (the first of equally near ones) and whether it is of high quality. */
export interface Assignment {
  /** [rows] */
  readonly nearest: Int32Array;
  /** [rows]: 1 where the sample lies within the nearest mode's radius. */
  readonly highQuality: Uint8Array;
  /** [modes]: 1 where some sample lies within the mode's radius. */
  readonly reached: Uint8Array;
}

/**
 * How far from its centre a mode reaches, in standard deviations: 3 in one and two dimensions. A normal's norm grows
 * with the square root of the dimensions (in 32, not one real sample lies within 3), so beyond two the radius
 * is the one that holds the share of the mode that 3 holds in two, 98.9 %: the chi-square quantile in Wilson and
 * Hilferty's approximation (1931), d (1 - 2 / (9 d) + z sqrt(2 / (9 d)))^3 with z such that d = 2 gives 3 squared.
 */
export function modeRadius(dims: number): number {
  if (dims <= 2) return 3;
  const z = 3 * (Math.cbrt(9 / 2) - 8 / 9);
  const c = 2 / (9 * dims);
  return Math.sqrt(dims * (1 - c + z * Math.sqrt(c)) ** 3);
}

/**
 * The standard deviation along a dimension of a standard normal of which only what lies within a radius is looked at:
 * sqrt(P(d/2 + 1, x) / P(d/2, x)) with x = radius^2 / 2 and P the regularized incomplete gamma function, by the series
 * P(a, x) = x^a e^-x / Gamma(a + 1) * S, S = 1 + x / (a + 1) + x^2 / ((a + 1) (a + 2)) + ... (DLMF 8.11.4), so that the
 * ratio is 1 - 1 / S.
 */
export function cutDeviation(dims: number, radius = modeRadius(dims)): number {
  const x = radius ** 2 / 2;
  let [sum, term] = [1, 1];
  for (let a = dims / 2 + 1; term > sum * 1e-17; a++) sum += term *= x / a;
  return Math.sqrt(1 - 1 / sum);
}

/** Assigns samples [rows, dims] to modes. "Within" is a strict `<`; distances are Euclidean. */
export function assignModes(samples: Points, modes: Modes): Assignment {
  const { data, rows, dims } = samples;
  const radius = modeRadius(dims);
  const limits = modes.std.map(std => (radius * std) ** 2);
  const nearest = new Int32Array(rows);
  const highQuality = new Uint8Array(rows);
  const reached = new Uint8Array(modes.count);
  for (let i = 0; i < rows; i++) {
    let best = Infinity;
    for (let m = 0; m < modes.count; m++) {
      let squared = 0;
      for (let d = 0; d < dims; d++) {
        const t = (data[i * dims + d] ?? 0) - (modes.centers[m * dims + d] ?? 0);
        squared += t * t;
      }
      if (squared < (limits[m] ?? 0)) reached[m] = 1;
      if (squared >= best) continue;
      best = squared;
      nearest[i] = m;
    }
    highQuality[i] = best < (limits[nearest[i] ?? 0] ?? 0) ? 1 : 0;
  }
  return { nearest, highQuality, reached };
}

/** Number of modes with at least one sample within their radius. */
export function modesReached({ reached }: Pick<Assignment, "reached">): number {
  return reached.reduce((sum, flag) => sum + flag, 0);
}

/** Share of the samples within the radius of their nearest mode. */
export function highQualityShare({ highQuality }: Assignment): number {
  return highQuality.reduce((sum, flag) => sum + flag, 0) / highQuality.length;
}

/**
 * KL divergence of the histogram P of nearest modes from the data's weights W, in nats: sum_m P_m log(P_m / W_m).
 * 0: the modes come as often as in the data; log(1 / W_m): every sample is of mode m. Undefined where a sample is of a
 * mode that the data never show.
 */
export function modeDivergence(
  { nearest }: Pick<Assignment, "nearest">,
  modes: Pick<Modes, "count" | "weights">,
): Measured {
  const counts = new Float64Array(modes.count);
  for (const mode of nearest) counts[mode] = (counts[mode] ?? 0) + 1;
  let sum = 0;
  for (let m = 0; m < modes.count; m++) {
    const share = (counts[m] ?? 0) / nearest.length;
    if (share === 0) continue;
    const weight = modes.weights[m] ?? 0;
    if (weight === 0) return undefinedBecause("samples are of a mode that the data never show");
    sum += share * Math.log(share / weight);
  }
  return Math.max(sum, 0); // rounding can leave -1e-17
}

/**
 * Median over modes with at least 10 high-quality samples of the generated over the real standard deviation, both of
 * what lies within the radius: sqrt(mean over dims of the unbiased variance of the mode's high-quality samples) over that
 * of the mode's normal. 1 is right, below 1 the generator shrinks its modes. Undefined where no mode has 10.
 */
export function modeSpread(samples: Points, assignment: Assignment, modes: Modes): Measured {
  const { data, rows, dims } = samples;
  const counts = new Float64Array(modes.count);
  const sums = new Float64Array(modes.count * dims);
  const squares = new Float64Array(modes.count);
  const each = (visit: (row: number, mode: number) => void): void => {
    for (let i = 0; i < rows; i++) if (assignment.highQuality[i] === 1) visit(i, assignment.nearest[i] ?? 0);
  };
  each((i, m) => {
    counts[m] = (counts[m] ?? 0) + 1;
    for (let d = 0; d < dims; d++) sums[m * dims + d] = (sums[m * dims + d] ?? 0) + (data[i * dims + d] ?? 0);
  });
  each((i, m) => {
    for (let d = 0; d < dims; d++) {
      const t = (data[i * dims + d] ?? 0) - (sums[m * dims + d] ?? 0) / (counts[m] ?? 0);
      squares[m] = (squares[m] ?? 0) + t * t;
    }
  });
  const cut = cutDeviation(dims);
  const spreads: number[] = [];
  counts.forEach((count, m) => {
    const std = modes.std[m] ?? 0;
    if (count < FEWEST_FOR_SPREAD || std === 0) return;
    spreads.push(Math.sqrt((squares[m] ?? 0) / ((count - 1) * dims)) / (cut * std));
  });
  if (spreads.length === 0) return undefinedBecause(`no mode has ${FEWEST_FOR_SPREAD} high-quality samples`);
  return percentile(Float64Array.from(spreads), 0.5);
}
