import { undefinedBecause, type Measured } from "./measured.ts";
import { percentile } from "./order-statistics.ts";
import type { Points } from "./points.ts";
import type { Sliced } from "./slices.ts";

const MOST_PAIRS = 100_000;
const PAIRS_A_SLICE = 1024;

/**
 * The 5th percentile of |x_i - x_j| / |z_i - z_j| divided by its median, over pairs of latents z whose samples x have
 * the same nearest mode (`modeOf`; null: all pairs). 1: distances in the latent space become equal distances in the
 * output; near 0: some distant latents share one output. Percentiles are linear between neighbours, as numpy's.
 * Pairs: (i, i + s mod n) for s = 1, 2, ... up to n / 2, each pair once, until there are 100,000. Pairs of equal latents are
 * left out. Undefined where there is no pair or the median is 0.
 */
export function* distanceRatio(
  latents: Points,
  samples: Points,
  modeOf: Int32Array | null,
): Sliced<Measured> {
  const n = latents.rows;
  const ratios = new Float64Array(Math.min(MOST_PAIRS, (n * (n - 1)) / 2));
  let count = 0;
  for (let s = 1; 2 * s <= n && count < ratios.length; s++) {
    const last = 2 * s === n ? s : n;
    for (let from = 0; from < last && count < ratios.length; from += PAIRS_A_SLICE) {
      const to = Math.min(from + PAIRS_A_SLICE, last);
      count = addRatios({ latents, samples, modeOf, apart: s }, from, to, ratios, count);
      yield;
    }
  }
  const used = ratios.subarray(0, count);
  if (count === 0) return undefinedBecause("no two samples share a mode");
  const median = percentile(used, 0.5);
  if (median > 0) return percentile(used, 0.05) / median;
  if (used.some(ratio => ratio > 0)) return undefinedBecause("half of the pairs have equal outputs");
  const isOneMode = modeOf === null || modeOf.every(mode => mode === modeOf[0]);
  return undefinedBecause(isOneMode ? "no two outputs differ" : "no two outputs of a mode differ");
}

interface Pairs {
  readonly latents: Points;
  readonly samples: Points;
  readonly modeOf: Int32Array | null;
  readonly apart: number;
}

/** Adds the ratios of the pairs whose first row lies in a range, behind the `count` that are there, until `ratios` is full; gives how many then are. */
function addRatios(
  { latents, samples, modeOf, apart }: Pairs,
  from: number,
  to: number,
  ratios: Float64Array,
  count: number,
): number {
  const n = latents.rows;
  for (let i = from; i < to && count < ratios.length; i++) {
    const j = i + apart < n ? i + apart : i + apart - n;
    if (modeOf !== null && modeOf[i] !== modeOf[j]) continue;
    const between = distance(latents, i, j);
    if (between > 0) ratios[count++] = distance(samples, i, j) / between;
  }
  return count;
}

function distance({ data, dims }: Points, i: number, j: number): number {
  let sum = 0;
  for (let d = 0; d < dims; d++) {
    const t = (data[i * dims + d] ?? 0) - (data[j * dims + d] ?? 0);
    sum += t * t;
  }
  return Math.sqrt(sum);
}
