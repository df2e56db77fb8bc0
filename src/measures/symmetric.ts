import { type BallCounts, countAbove0 } from "./ball-counts.ts";
import { coverage } from "./density-coverage.ts";
import { precision, recall } from "./precision-recall.ts";

/**
 * Symmetric precision and recall (Khayatkhoei and AbdAlmageed 2023, arXiv 2306.09618): in many dimensions the balls of one
 * set may hold the other's points though it is the wider one, so each counts the less favourable of two ways to ask:
 *   symmetric precision  the lower of precision and the share of generated points whose own ball holds a real point
 *   symmetric recall     the lower of recall and coverage
 */
export function symmetricPrecision(counts: BallCounts): number {
  return Math.min(precision(counts), countAbove0(counts.realsInside) / counts.fakeRows);
}

export function symmetricRecall(counts: BallCounts): number {
  return Math.min(recall(counts), coverage(counts));
}
