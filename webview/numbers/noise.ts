import { GrowingCurve } from "./growing-curve.ts";

export const PRECISION_TAG = "quality/precision";

/** Below this precision samples are noise: of twenty, not one lies where real ones do. */
const NOISE = 0.05;

export const isNoise = (precision: number): boolean => precision < NOISE;

/** A curve of what only tells something of samples that are like real ones: with gaps where they are noise. */
export function withoutNoise(curve: GrowingCurve, precision: GrowingCurve): GrowingCurve {
  const steps = Array.from({ length: curve.length }, (_, i) => curve.step(i));
  return GrowingCurve.of(
    steps,
    steps.map((step, i) => (isNoise(precision.at(step)) ? NaN : curve.value(i))),
  );
}
