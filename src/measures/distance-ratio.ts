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
    for (let i = 0; i < last && count < ratios.length; i++) {
      if (i % PAIRS_A_SLICE === 0) yield;
      const j = i + s < n ? i + s : i + s - n;
      if (modeOf !== null && modeOf[i] !== modeOf[j]) continue;
      const between = distance(latents, i, j);
      if (between > 0) ratios[count++] = distance(samples, i, j) / between;
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

function distance({ data, dims }: Points, i: number, j: number): number {
  let sum = 0;
  for (let d = 0; d < dims; d++) {
    const t = (data[i * dims + d] ?? 0) - (data[j * dims + d] ?? 0);
    sum += t * t;
  }
  return Math.sqrt(sum);
}
