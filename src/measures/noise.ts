/** The measure that tells whether samples are noise. */
export const PRECISION_TAG = "quality/precision";

/** Below this precision samples are noise: of twenty, not one lies where real ones do. */
const NOISE = 0.05;

/** Whether samples of this precision are noise; not where it is not known (NaN or undefined). */
export const isNoise = (precision: number | undefined): boolean =>
  precision !== undefined && precision < NOISE;

const ofModes: ReadonlySet<string> = new Set([
  "quality/modes",
  "quality/mode_kl",
  "collapse/mode_spread",
  "collapse/mode_diversity",
]);

/** Whether a measure asks which mode a sample belongs to: noise belongs to none, and is put to the nearest one all the same. */
export const asksForModes = (tag: string): boolean => ofModes.has(tag);

/** Why such a measure is no value of samples that are noise. */
export const NOISE_REASON = "precision is near 0: the samples are noise";
