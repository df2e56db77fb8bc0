import { countBalls, type RealBalls } from "./ball-counts.ts";
import { ballsOf, type Balls } from "./balls.ts";
import { clippedCoverage } from "./clipped-coverage.ts";
import { clippedDensity, shortBalls } from "./clipped-density.ts";
import { coverage, density } from "./density-coverage.ts";
import { PointsError } from "./points.ts";
import type { Points } from "./points.ts";
import { precision, recall } from "./precision-recall.ts";
import { atOnce } from "./slices.ts";
import type { Sliced } from "./slices.ts";
import { symmetricPrecision, symmetricRecall } from "./symmetric.ts";

/**
 * The measures that ask which points of one set lie in which balls of the other. Comparisons are a strict `<` of float64
 * distances, but for clipped density's.
 */
export const qualityTags = [
  "quality/precision",
  "quality/recall",
  "quality/density",
  "quality/coverage",
  "quality/clipped_density",
  "quality/clipped_coverage",
  "quality/symmetric_precision",
  "quality/symmetric_recall",
] as const;

export type QualityTag = (typeof qualityTags)[number];

export type Quality = Readonly<Record<QualityTag, number>>;

/** Throws PointsError unless there are more than `neighbours` points, all finite. */
export function prepareReal(real: Points, neighbours: number): RealBalls {
  return atOnce(withShortBalls(atOnce(ballsOf(real, neighbours, "real"))));
}

export function* withShortBalls(balls: Balls): Sliced<RealBalls> {
  return { ...balls, short: yield* shortBalls(balls) };
}

/** Measures `fake` [m, dims] against real points. Throws PointsError unless fake has the same dims, more than k points, all finite. */
export function quality(reference: RealBalls, fake: Points): Quality {
  const { points, neighbours } = reference;
  if (fake.dims !== points.dims) {
    const message = `fake: points of ${fake.dims} dimensions cannot be compared with real ones of ${points.dims}`;
    throw new PointsError("shape", message);
  }
  return atOnce(compareBalls(reference, atOnce(ballsOf(fake, neighbours, "fake"))));
}

export function* compareBalls(real: RealBalls, fake: Balls): Sliced<Quality> {
  const counts = yield* countBalls(real, fake);
  return {
    "quality/precision": precision(counts),
    "quality/recall": recall(counts),
    "quality/density": density(counts),
    "quality/coverage": coverage(counts),
    "quality/clipped_density": clippedDensity(counts, real.short),
    "quality/clipped_coverage": clippedCoverage(counts),
    "quality/symmetric_precision": symmetricPrecision(counts),
    "quality/symmetric_recall": symmetricRecall(counts),
  };
}
