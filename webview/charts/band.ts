import type { GrowingCurve } from "../numbers/growing-curve.ts";
import { unbroken } from "../numbers/unbroken.ts";
import type { InkName } from "../plates/inks.ts";

/** An interval over the steps; both edges have the same steps and gaps. */
export interface Band {
  readonly ink: InkName;
  readonly low: GrowingCurve;
  readonly high: GrowingCurve;
}

export const BAND_ALPHA = 0.16;

type Corner = readonly [step: number, value: number];

/** The outline of each stretch without a gap: forwards along the low edge, back along the high one. */
export function outlines({ low, high }: Band): Corner[][] {
  return unbroken(low)
    .filter(([from, to]) => to - from > 1)
    .map(([from, to]) => {
      const along = (edge: GrowingCurve): Corner[] =>
        Array.from({ length: to - from }, (_, i) => [edge.step(from + i), edge.value(from + i)]);
      return [...along(low), ...along(high).reverse()];
    });
}
