import type { Dataset } from "../dataset.ts";
import { equalModes, mixture } from "../mixture.ts";
import type { DataOf } from "./data-of.ts";
import { ringCenters } from "./ring.ts";

function power(base: number, exponent: number): number {
  let result = 1;
  for (let i = 0; i < exponent; i++) result *= base;
  return result;
}

/**
 * The number r in (0, 1] whose `steps`-th power is `value` (0 < value <= 1), by bisection until no number lies
 * between the bounds: Math.pow may differ in its last bit between engines, and data must not.
 */
export function rootOfShare(value: number, steps: number): number {
  let low = 0;
  let high = 1;
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return high;
    if (power(middle, steps) < value) low = middle;
    else high = middle;
  }
}

/** Weights that fall geometrically from the first to the last, which is `imbalance` times as rare; their sum is 1. */
export function geometricWeights(count: number, imbalance: number): Float64Array {
  const ratio = count === 1 ? 1 : rootOfShare(1 / imbalance, count - 1);
  const weights = Float64Array.from({ length: count }, (_, k) => power(ratio, k));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map(weight => weight / sum);
}

/** The ring with modes of unequal weight. */
export function imbalancedRing({ modes, radius, std, imbalance }: DataOf<"imbalanced-ring">): Dataset {
  const weights = geometricWeights(modes, imbalance);
  return mixture({ ...equalModes(ringCenters(modes, radius), modes, std), weights });
}
