import { isNoise } from "../../src/measures/noise.ts";
import { GrowingCurve } from "./growing-curve.ts";

/** A curve of what only tells something of samples that are like real ones: with gaps where they are noise. */
export function withoutNoise(curve: GrowingCurve, precision: GrowingCurve): GrowingCurve {
  const steps = Array.from({ length: curve.length }, (_, i) => curve.step(i));
  return GrowingCurve.of(
    steps,
    steps.map((step, i) => (isNoise(precision.at(step)) ? NaN : curve.value(i))),
  );
}
