import { unbroken, type CurvePoints } from "../numbers/unbroken.ts";
import { disc } from "./surface.ts";

/** The least radius of a value that stands alone between two gaps, in pixels. */
const LONE_RADIUS = 1.5;

/** Strokes a curve, up to before point `end`, in the context's stroke style, broken at its gaps; a value that stands alone is a dot. */
export function strokeCurve(
  context: CanvasRenderingContext2D,
  points: CurvePoints,
  x: (step: number) => number,
  y: (value: number) => number,
  end = points.length,
): void {
  context.lineJoin = "round";
  for (const [from, to] of unbroken(points, 0, end)) {
    if (to - from === 1) {
      disc(context, x(points.step(from)), y(points.value(from)), Math.max(LONE_RADIUS, context.lineWidth));
      context.fillStyle = context.strokeStyle;
      context.fill();
      continue;
    }
    context.beginPath();
    for (let i = from; i < to; i++) context.lineTo(x(points.step(i)), y(points.value(i)));
    context.stroke();
  }
}
