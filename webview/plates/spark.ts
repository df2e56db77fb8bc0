import type { GrowingCurve } from "../numbers/growing-curve.ts";
import { strokeCurve } from "./curve-line.ts";
import { disc, verticalLine, type Surface } from "./surface.ts";

export interface SparkScene {
  readonly curve: GrowingCurve;
  /** The steps from left to right; a curve begins at the first of them or later. */
  readonly from: number;
  readonly to: number;
  /** The step whose value is shown beside it. */
  readonly at: number;
  readonly colour: string;
  /** Where knobs were turned. */
  readonly marks: readonly number[];
  /** A value to judge by, such as chance; it is always in the picture. */
  readonly reference?: number;
}

/** A tiny line with a dot at the shown step; no dot where it has no value. */
export function drawSpark({ context, width, height, inks }: Surface, scene: SparkScene): void {
  const { curve, from, to, reference } = scene;
  const bounds = curve.bounds(from, to);
  const low = Math.min(bounds.low, reference ?? Infinity);
  const high = Math.max(bounds.high, reference ?? -Infinity);
  if (!(high >= low)) return;
  const x = (step: number) => 1 + ((width - 6) * (step - from)) / Math.max(1, to - from);
  const y = (value: number) => height - 4 - (height - 8) * (high > low ? (value - low) / (high - low) : 0.5);
  context.lineWidth = 1;
  context.strokeStyle = inks.pairing;
  context.globalAlpha = 0.8;
  context.setLineDash([2, 2]);
  for (const mark of scene.marks) if (mark >= from && mark <= to) verticalLine(context, x(mark), 0, height);
  if (reference !== undefined) {
    context.strokeStyle = inks.quiet;
    context.setLineDash([3, 3]);
    context.beginPath();
    context.moveTo(0, Math.round(y(reference)) + 0.5);
    context.lineTo(width, Math.round(y(reference)) + 0.5);
    context.stroke();
  }
  context.setLineDash([]);
  context.globalAlpha = 1;
  context.strokeStyle = scene.colour;
  context.lineWidth = 1.25;
  strokeCurve(context, curve, x, y, curve.indexUpTo(to) + 1);
  const value = curve.at(scene.at);
  if (!Number.isFinite(value)) return;
  disc(context, x(Math.min(Math.max(scene.at, from), to)), y(Math.min(high, Math.max(low, value))), 2.25);
  context.fillStyle = scene.colour;
  context.fill();
}
