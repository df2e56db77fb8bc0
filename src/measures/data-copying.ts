import { blockPoints } from "./blocks.ts";
import type { BlockedPoints } from "./blocks.ts";
import { undefinedBecause, type Measured } from "./measured.ts";
import { nearestOthers } from "./nearest-other.ts";
import type { PointMeasure } from "./point-measure.ts";
import type { Points } from "./points.ts";
import type { Sliced } from "./slices.ts";

/** The training points, and how near to them points come that were never trained on. */
export interface CopyingReference {
  readonly training: BlockedPoints;
  /** Ascending: the squared distance of each held-out point to the nearest training point. */
  readonly heldOut: Float64Array;
}

export function* copyingReference(training: Points, heldOut: BlockedPoints): Sliced<CopyingReference> {
  const blocked = yield* blockPoints(training);
  const { squared } = yield* nearestOthers(blocked, heldOut);
  return { training: blocked, heldOut: squared.sort() };
}

/**
 * The share of pairs of a held-out point and a sample of which the sample is nearer to the training points (equal
 * ones count half): the Mann-Whitney statistic over its greatest value, Meehan, Chaudhuri and Dasgupta 2020 (arXiv
 * 2004.05675, section 4.1, without cells). 1/2: samples keep from the training points the distance that unseen real ones
 * keep; towards 1: they are copies. Below 1/2 it says that samples are far from the data, not that nothing was copied.
 */
export function* dataCopying(reference: CopyingReference, samples: BlockedPoints): Sliced<Measured> {
  const { training, heldOut } = reference;
  if (heldOut.length === 0) return undefinedBecause("no held-out samples");
  const { squared } = yield* nearestOthers(training, samples);
  let pairs = 0;
  for (const distance of squared) {
    const atMost = countBelow(heldOut, value => value <= distance);
    const below = countBelow(heldOut, value => value < distance);
    pairs += heldOut.length - atMost + (atMost - below) / 2;
  }
  return pairs / (heldOut.length * squared.length);
}

/** How many of the ascending values come before the first that is not `before`. */
function countBelow(values: Float64Array, before: (value: number) => boolean): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (before(values[middle] ?? 0)) low = middle + 1;
    else high = middle;
  }
  return low;
}

export const copying: PointMeasure = function* ({ training, real }) {
  if (training === null) return null;
  const reference = yield* copyingReference(training, real);
  return ({ blocked }) => dataCopying(reference, blocked);
};
